// A process that stores in PostgreSQL is killed without warning; whatever it said was stored has to be there.
#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <sstream>
#include <thread>

#include "tests/server/store/support/postgres_opened.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/process.hpp"

namespace {

constexpr std::size_t numbers_of_a_round = 1'000'000;

/// Starts a writer, waits for some of its answers and kills it. All the answers it got out.
std::vector<std::size_t> answers_of_a_killed_writer(const server::database_address& at, std::size_t first,
                                                    std::mt19937_64& chance) {
  std::vector<std::size_t> answers;
  server_tests::process writer({VESICLE_STORE_WRITER, at.url, std::to_string(first)});
  for (auto wanted = 1 + chance() % 100; wanted > 0; --wanted) {
    const auto line = writer.line();
    if (line.empty()) throw std::runtime_error("the writer ended: " + writer.finish().err);
    answers.push_back(std::stoul(line));
  }
  for (auto turns = chance() % 300; turns > 0; --turns) std::this_thread::yield();
  writer.signal(SIGKILL);
  std::istringstream rest(writer.finish().out);
  for (std::string line; std::getline(rest, line);) answers.push_back(std::stoul(line));
  return answers;
}

TEST(PostgresKill, LosesNothingThatWasPromised) {
  VESICLE_NEEDS_POSTGRES();
  const auto at = store_tests::shared_server().database();
  std::mt19937_64 chance(20260105);
  std::size_t promised = 0;
  for (std::size_t round = 0; round < server_tests::effort(20, 1'000); ++round) {
    const auto answers = answers_of_a_killed_writer(at, round * numbers_of_a_round, chance);
    promised += answers.size();
    server::postgres::connection open(at, {});
    // Request n has 1 + n % 5 items of a client named n: there as a whole, or not at all.
    EXPECT_EQ(open.text("SELECT count(*) FROM (SELECT client, count(*) AS items FROM feedback GROUP BY client) r"
                        " WHERE items <> 1 + client::bigint % 5"),
              "0");
    for (const auto number : answers) {
      server::postgres::values with;
      ASSERT_EQ(
          open.ask("SELECT count(*) FROM feedback WHERE client = $1", with.add(std::to_string(number))).number(0, 0),
          static_cast<std::int64_t>(1 + number % 5))
          << "request " << number;
    }
    open.run("DELETE FROM accepted_suggestion; DELETE FROM feedback"); // so that a long search stays quick
  }
  RecordProperty("promised", std::to_string(promised));
}

} // namespace
