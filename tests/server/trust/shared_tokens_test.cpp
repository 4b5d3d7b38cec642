// Tokens shared over a table that follows a script.
#include "server/trust/shared_tokens.hpp"

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <map>

#include "tests/server/support/stopwatch.hpp"

namespace {

using hooks::claimed;
using namespace std::chrono_literals;
using instant = std::chrono::sys_seconds;

constexpr instant start{1'770'000'000s};

/// What a database would hold, and how it behaves.
struct tokens_of_all {
  std::mutex guard;
  std::map<server::digest, instant> kept;
  std::atomic<bool> away{false};
  std::atomic<bool> silent{false};
  std::atomic<int> groups{0};
};

class scripted_table final : public server::token_table {
 public:
  explicit scripted_table(tokens_of_all& over) : all_(over) {}
  void open() override {
    if (all_.away) throw std::runtime_error("away");
  }
  std::vector<server::digest> put(const std::vector<server::used_token>& group, instant now,
                                  std::chrono::steady_clock::time_point by) override {
    ++all_.groups;
    while (all_.silent && std::chrono::steady_clock::now() < by) std::this_thread::yield();
    if (all_.away || all_.silent) throw std::runtime_error("away");
    const std::lock_guard held(all_.guard);
    std::vector<server::digest> absent;
    for (const auto& one : group) {
      const auto found = all_.kept.find(one.which);
      if (found != all_.kept.end() && found->second > now) continue;
      all_.kept[one.which] = one.ends;
      absent.push_back(one.which);
    }
    return absent;
  }
  bool forget(instant, std::chrono::steady_clock::time_point) override { return false; }
  void close() noexcept override {}

 private:
  tokens_of_all& all_;
};

struct told_later final : server::claim_waiter {
  std::promise<claimed> answer;
  void told(claimed what) noexcept override { answer.set_value(what); }
};

server::sharing quickly() {
  server::sharing how;
  how.patience = 5s; // a busy machine may need it
  how.first_pause = 1ms;
  how.longest_pause = 1ms;
  return how;
}

class node {
 public:
  explicit node(tokens_of_all& over, const server::sharing& how = quickly(), const server::jti_limits& most = {})
      : tokens_(std::make_unique<scripted_table>(over), how, most) {}

  /// Waits for the answer where it comes later.
  claimed put(const std::string& jti, instant now = start, const std::string& issuer = "a") {
    const auto later = std::make_shared<told_later>();
    if (const auto known = tokens_.claim({issuer, jti, now + 100s}, now, later)) return *known;
    auto answer = later->answer.get_future();
    if (answer.wait_for(20s) != std::future_status::ready) throw std::runtime_error("no answer");
    return answer.get();
  }
  /// Once the table is in use.
  node& connected() {
    while (!tokens_.shares()) std::this_thread::yield();
    return *this;
  }
  server::shared_tokens& tokens() { return tokens_; }

 private:
  server::shared_tokens tokens_;
};

TEST(SharedTokens, AreFreshForTheFirstNodeAlone) {
  tokens_of_all all;
  node one(all), other(all);
  one.connected();
  other.connected();
  EXPECT_EQ(one.put("1"), claimed::fresh);
  EXPECT_EQ(one.put("1"), claimed::seen);
  EXPECT_EQ(other.put("1"), claimed::seen);
  EXPECT_EQ(other.put("2"), claimed::fresh);
  EXPECT_EQ(one.put("2"), claimed::seen);
  EXPECT_EQ(one.put("2", start + 90s), claimed::seen) << "to the end of the minute";
  EXPECT_EQ(one.put("2", start + 180s), claimed::fresh) << "its time is over";
  EXPECT_EQ(other.put("2", start + 180s), claimed::seen);
}

TEST(SharedTokens, AreAskedForOnlyWhenThisNodeHasNotSeenThem) {
  tokens_of_all all;
  node one(all);
  one.connected();
  EXPECT_EQ(one.put("1"), claimed::fresh);
  const int asked = all.groups;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(one.put("1"), claimed::seen);
  EXPECT_EQ(all.groups, asked);
}

TEST(SharedTokens, GoOnWithoutTheTableAndArePutThereLater) {
  tokens_of_all all;
  node one(all), other(all);
  one.connected();
  other.connected();
  const auto before = one.tokens().claimed_locally();
  all.away = true;
  EXPECT_EQ(one.put("1"), claimed::fresh);
  EXPECT_EQ(one.put("1"), claimed::seen) << "this node knows it";
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.put("more " + std::to_string(i)), claimed::fresh);
  EXPECT_EQ(one.tokens().claimed_locally() - before, 101U);
  const auto later = std::make_shared<told_later>();
  EXPECT_EQ(one.tokens().claim({"a", "at once", start + 100s}, start, later), claimed::fresh) << "nobody waits";
  all.away = false;
  const auto kept = [&] {
    const std::lock_guard held(all.guard);
    return all.kept.contains(server::digest_of({"a", "at once", start + 100s}));
  };
  while (!kept()) std::this_thread::yield();
  EXPECT_EQ(other.put("1"), claimed::seen);
  EXPECT_EQ(other.put("at once"), claimed::seen);
}

TEST(SharedTokens, WaitNoLongerThanTheirPatience) {
  tokens_of_all all;
  auto how = quickly();
  how.patience = 50ms;
  how.first_pause = how.longest_pause = 60s;
  node one(all, how);
  one.connected();
  all.silent = true;
  const server_tests::stopwatch silent;
  EXPECT_EQ(one.put("1"), claimed::fresh);
  EXPECT_LE(silent.passed(), server_tests::bound(70ms));
  const server_tests::stopwatch known;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.put("more " + std::to_string(i)), claimed::fresh);
  EXPECT_LE(known.passed(), server_tests::bound(20ms)) << "it is known to be down";
}

TEST(SharedTokens, TellEverybodyBeforeTheyClose) {
  tokens_of_all all;
  node one(all);
  one.connected();
  all.silent = true;
  const auto later = std::make_shared<told_later>();
  auto how = one.tokens().claim({"a", "1", start + 100s}, start, later);
  ASSERT_FALSE(how);
  all.silent = false;
  one.tokens().close();
  EXPECT_EQ(later->answer.get_future().wait_for(0s), std::future_status::ready);
  EXPECT_EQ(one.put("2"), claimed::fresh) << "and go on alone";
}

TEST(SharedTokens, AreFullAsThoseOfOneNode) {
  tokens_of_all all;
  node one(all, quickly(), {.tokens = 500, .of_one_issuer = 100});
  for (int i = 0; i < 100; ++i) ASSERT_EQ(one.put(std::to_string(i)), claimed::fresh);
  EXPECT_EQ(one.put("more"), claimed::full);
  EXPECT_EQ(one.put("0"), claimed::seen);
  EXPECT_EQ(one.put("0", start, "another"), claimed::fresh);
}

TEST(SharedTokens, LetExactlyOneThreadOfAllNodesHaveAToken) {
  tokens_of_all all;
  constexpr int threads = 16, tokens = 200;
  std::vector<std::unique_ptr<node>> nodes;
  for (int i = 0; i < 4; ++i) nodes.push_back(std::make_unique<node>(all));
  for (auto& one : nodes) one->connected();
  std::vector<std::atomic<int>> fresh(tokens);
  std::latch together(threads);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t)
    running.emplace_back([&, t] {
      together.arrive_and_wait();
      for (int i = 0; i < tokens; ++i)
        if (nodes[static_cast<std::size_t>(t % 4)]->put(std::to_string(i)) == claimed::fresh)
          ++fresh[static_cast<std::size_t>(i)];
    });
  for (auto& one : running) one.join();
  for (const auto& one : fresh) EXPECT_EQ(one, 1);
}

} // namespace
