// A process that stores is killed without warning; whatever it said was stored has to be there.
#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "tests/server/store/support/opened.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

constexpr std::size_t numbers_of_a_round = 1'000'000;

std::size_t kills() { return server_tests::effort(20, 1000); }

/// Starts a writer, waits for some of its answers and kills it. All the answers it got out.
std::set<std::size_t> answers_of_a_killed_writer(const std::filesystem::path& data, std::size_t first,
                                                 std::mt19937_64& chance) {
  std::set<std::size_t> answers;
  server_tests::process writer({VESICLE_STORE_WRITER, data.string(), std::to_string(first)});
  for (auto wanted = 1 + chance() % 150; wanted > 0; --wanted) {
    const auto line = writer.line();
    if (line.empty()) throw std::runtime_error("the writer ended: " + writer.finish().err);
    answers.insert(std::stoul(line));
  }
  for (auto turns = chance() % 300; turns > 0; --turns) std::this_thread::yield();
  writer.signal(SIGKILL);
  std::istringstream rest(writer.finish().out);
  for (std::string line; std::getline(rest, line);) answers.insert(std::stoul(line));
  return answers;
}

/// Every request after row `before` is there as a whole or not at all; gives those that are.
std::set<std::size_t> whole_requests(const server::sqlite::connection& open, std::int64_t before) {
  server::sqlite::statement asked(open, "SELECT client, count(*) FROM feedback WHERE id > ? GROUP BY client");
  asked.bind(1, before);
  std::set<std::size_t> whole;
  while (asked.step()) {
    const auto number = std::stoul(std::string(asked.text(0)));
    EXPECT_EQ(static_cast<std::size_t>(asked.number(1)), 1 + number % 5) << "request " << number;
    whole.insert(number);
  }
  return whole;
}

TEST(Kill, LosesNothingThatWasPromised) {
  const server_tests::temporary_directory data;
  std::mt19937_64 chance(20260105);
  std::size_t promised = 0;
  std::int64_t rows = 0;
  for (std::size_t round = 0; round < kills(); ++round) {
    const auto first = round * numbers_of_a_round;
    const auto answers = answers_of_a_killed_writer(data.path(), first, chance);
    promised += answers.size();
    const auto open = store_tests::reading(data.path());
    const auto kept = whole_requests(open, rows);
    rows = open.number("SELECT max(id) FROM feedback");
    for (const auto number : answers) ASSERT_TRUE(kept.contains(number)) << "request " << number;
  }
  EXPECT_EQ(store_tests::text(data.path(), "PRAGMA quick_check"), "ok");
  EXPECT_GE(promised, kills());
  RecordProperty("promised", std::to_string(promised));
}

} // namespace
