// Each odd request over TLS on a connection of its own, in one piece and in pieces; what became of it is in
// tests/golden/odd_requests.txt: the statuses that came, and how many requests were taken for whole.
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/server/gate/odd_requests.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/running_server.hpp"
#include "tests/server/support/tls_client.hpp"
#include "tests/support/golden.hpp"

namespace {

using namespace server_tests;

/// What reached the answerer.
class witness {
 public:
  explicit witness(running_server& of) {
    of.look = [this](const hooks::call& asked) {
      const std::lock_guard holds(guard_);
      seen_.emplace_back(asked.target);
    };
  }
  std::vector<std::string> take() {
    const std::lock_guard holds(guard_);
    return std::exchange(seen_, {});
  }

 private:
  std::mutex guard_;
  std::vector<std::string> seen_;
};

/// Statuses in their order, `end` where the connection ended without one.
std::string verdict_of(running_server& running, witness& seen, std::size_t which,
                       const std::vector<std::string>& pieces) {
  const auto& id = odd_requests()[which].id;
  seen.take();
  tls_client client(running.port());
  EXPECT_TRUE(client.connected()) << id;
  for (const auto& piece : pieces)
    if (!client.send(piece)) break; // it was refused already
  client.finish_sending();
  std::string said;
  std::size_t whole = 0;
  bool last = false;
  const bool to_head = odd_requests()[which].bytes.starts_with("HEAD");
  while (const auto answer = client.receive(to_head && said.empty())) {
    EXPECT_FALSE(last) << id << ": something came after `Connection: close`";
    said += (said.empty() ? "" : " ") + std::to_string(answer->status);
    if (answer->status == 100) continue;
    last = answer->header("connection") == "close";
    EXPECT_TRUE(answer->status == 200 || last) << id << ": a refusal closes";
    whole += answer->status == 200 ? 1U : 0U;
  }
  EXPECT_TRUE(client.ended()) << id;
  const auto reached = seen.take();
  EXPECT_EQ(reached.size(), whole) << id << ": each whole request is answered, nothing else is";
  const auto hidden = "/hidden-" + std::to_string(which);
  for (std::size_t i = 0; i < reached.size(); ++i)
    EXPECT_TRUE(reached[i] == hidden || reached[i] == "/before" ||
                reached[i].find(target_of(which)) != std::string::npos)
        << id << ": " << reached[i];
  return said.empty() ? "end" : said;
}

std::vector<std::string> cut(const std::string& bytes, std::mt19937& random) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto size = 1 + random() % std::max<std::size_t>(bytes.size() / 3, 1);
    pieces.push_back(bytes.substr(at, size));
    at += size;
  }
  return pieces;
}

TEST(Gate, GivesEachOddRequestItsVerdict) {
  running_server running;
  witness seen(running);
  std::string table;
  for (std::size_t i = 0; i < odd_requests().size(); ++i)
    table += odd_requests()[i].id + "\t" + verdict_of(running, seen, i, {sent_bytes(i)}) + "\n";
  EXPECT_TRUE(support::is_golden("odd_requests.txt", table));
}

TEST(Gate, GivesTheSameVerdictHoweverTheBytesArrive) {
  running_server running;
  witness seen(running);
  std::mt19937 random(20260120);
  for (std::size_t i = 0; i < odd_requests().size(); i += effort(4, 1)) {
    const auto whole = verdict_of(running, seen, i, {sent_bytes(i)});
    EXPECT_EQ(verdict_of(running, seen, i, cut(sent_bytes(i), random)), whole) << odd_requests()[i].id;
  }
}

TEST(Gate, HasMoreThanAThousandOddRequests) {
  std::set<std::string> ids;
  for (const auto& one : odd_requests()) EXPECT_TRUE(ids.insert(one.id).second) << one.id;
  EXPECT_GT(ids.size(), 1000U);
}

} // namespace
