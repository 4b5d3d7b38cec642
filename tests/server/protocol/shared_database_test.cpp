// Services that share a PostgreSQL database, as their clients meet them: also while it hangs and while it is away.
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "tests/server/support/postgres_server.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace server_tests;
using namespace std::chrono_literals;

service_wish over(const server::database_address& database) {
  service_wish wish;
  wish.keeps = false; // in a directory
  wish.change = [url = database.url](server::settings& chosen) { chosen.database.url = url; };
  return wish;
}

class SharedDatabase : public testing::Test {
 protected:
  void SetUp() override {
    if (postgres_programs().empty()) GTEST_SKIP() << "this machine has no PostgreSQL server";
    server_ = std::make_unique<postgres_server>();
    database_ = server_->database();
  }
  postgres_server& postgres() { return *server_; }
  const server::database_address& database() const { return database_; }

 private:
  std::unique_ptr<postgres_server> server_;
  server::database_address database_;
};

int feedback_status(const running_service& service, unsigned item) {
  return service.post(feedback, feedback_on(item, 1)).status;
}

void await_trouble(running_service& service, unsigned item) {
  while (service.setup().keeps->health().writable) EXPECT_EQ(feedback_status(service, item), 503);
}

TEST_F(SharedDatabase, LetsATokenPassOnceAmongItsNodes) {
  running_service one(over(database()));
  auto wish = over(database());
  wish.files = {{"keys.json", one.key_set()}};
  running_service other(wish);
  const auto alone = [&] { return one.setup().tokens->claimed_locally() + other.setup().tokens->claimed_locally(); };
  for (int shared = 0; shared < 20;) {
    const auto before = alone();
    const auto token = "Bearer " + one.token(sign);
    int answers[2] = {};
    std::thread meanwhile([&] { answers[0] = other.post(sign, prefetched_order(), token).status; });
    answers[1] = one.post(sign, prefetched_order(), token).status;
    meanwhile.join();
    if (alone() != before) continue; // a machine that was too busy to answer in time
    ++shared;
    EXPECT_EQ(answers[0] + answers[1], 200 + 401);
    EXPECT_EQ(one.post(sign, prefetched_order(), token).status, 401);
    EXPECT_EQ(other.post(sign, prefetched_order(), token).status, 401);
  }
}

TEST_F(SharedDatabase, ThatHangsSlowsNoCard) {
  running_service service(over(database()));
  EXPECT_EQ(feedback_status(service, 1), 200);
  postgres().pause();
  for (int i = 0; i < 10; ++i) {
    const stopwatch card;
    EXPECT_EQ(service.post(sign, prefetched_order()).status, 200);
    EXPECT_LE(card.passed(), bound(150ms));
  }
  EXPECT_GE(service.setup().tokens->claimed_locally(), 10U);
  await_trouble(service, 2);
  for (int i = 0; i < 10; ++i) {
    const stopwatch known;
    const auto answer = service.post(feedback, feedback_on(2, 1));
    EXPECT_LE(known.passed(), bound(100ms));
    EXPECT_EQ(answer.status, 503);
    EXPECT_NE(answer.header("retry-after"), "");
  }
  postgres().go_on();
  while (feedback_status(service, 2) != 200) std::this_thread::yield();
}

TEST_F(SharedDatabase, ThatIsAwayStopsNoCard) {
  running_service service(over(database()));
  EXPECT_EQ(feedback_status(service, 1), 200);
  postgres().kill();
  EXPECT_EQ(service.post(sign, prefetched_order()).status, 200);
  await_trouble(service, 2);
  running_service started_meanwhile(over(database()));
  EXPECT_EQ(started_meanwhile.post(sign, prefetched_order()).status, 200);
  EXPECT_EQ(feedback_status(started_meanwhile, 3), 503);
  postgres().start();
  while (feedback_status(service, 2) != 200) std::this_thread::yield();
  while (feedback_status(started_meanwhile, 3) != 200) std::this_thread::yield();
  EXPECT_EQ(postgres().ask("SELECT count(*) FROM feedback", "vesicle_1"), "3");
}

} // namespace
