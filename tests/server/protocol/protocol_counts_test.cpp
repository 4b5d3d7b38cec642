// What is logged with what the protocol counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "server/protocol/protocol_counts.hpp"

namespace {

TEST(ProtocolCounts, NameTheClientThatMixesPatientsEverMoreRarely) {
  std::ostringstream lines;
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines)));
  server::protocol_counts counts;
  for (int i = 0; i < 5; ++i) counts.mixed("ward");
  spdlog::set_default_logger(before);
  const auto text = lines.str();
  for (const auto* told : {"1 so far", "2 so far", "4 so far"})
    EXPECT_THAT(
        text, testing::HasSubstr("a request of client ward named two patients and was refused: " + std::string(told)));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("3 so far")));
  EXPECT_EQ(counts.mixed_patients, 5u);
}

} // namespace
