// Every line of the log is JSON that an independent reader takes, whatever text is in it.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include <spdlog/details/log_msg.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include "hooks/services/catalogue.hpp"
#include "server/log/decision_log.hpp"
#include "server/log/json_text.hpp"

namespace {

using namespace std::string_literals;

TEST(JsonText, IsReadBackAsItWasOrWithWhatIsNoTextReplaced) {
  struct row {
    std::string text, read;
  };
  const std::string replaced = "\xEF\xBF\xBD";
  for (const auto& [text, read] : std::vector<row>{
           {"", ""},
           {"plain", "plain"},
           {"\"quotes\" and \\", "\"quotes\" and \\"},
           {"a\nb\r\tc", "a\nb\r\tc"},
           {"\0\x01\x1f\x7f"s, "\0\x01\x1f\x7f"s},
           {"\x1b[31mred", "\x1b[31mred"},
           {"h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", "h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"},
           {"\xFF", replaced},
           {"\xC3", replaced},                // ends too early
           {"\xE2\x82", replaced + replaced}, // so does this
           {"\xC0\xAF", replaced + replaced}, // overlong
           {"\xE0\x80\xAF", replaced + replaced + replaced},
           {"\xED\xA0\x80", replaced + replaced + replaced}, // a surrogate
           {"\xF4\x90\x80\x80", replaced + replaced + replaced + replaced},
           {"\x80 a", replaced + " a"},
           {"\xC3(", replaced + "("},
           {"\"}\n{\"event\":\"forged\"", "\"}\n{\"event\":\"forged\""},
       }) {
    const auto written = server::in_json(text);
    boost::system::error_code fault;
    const auto value = boost::json::parse(written, fault);
    ASSERT_FALSE(fault) << written;
    EXPECT_EQ(std::string(value.as_string().c_str(), value.as_string().size()), read) << written;
    EXPECT_EQ(written.find('\n'), written.npos);
  }
}

TEST(JsonText, OfEveryPairOfBytesIsJson) {
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      boost::system::error_code fault;
      boost::json::parse(server::in_json(std::string{static_cast<char>(a), static_cast<char>(b)}), fault);
      ASSERT_FALSE(fault) << a << " " << b;
    }
}

/// Lines as they are written.
struct written {
  explicit written(server::log_format how)
      : sink(std::make_shared<spdlog::sinks::ostream_sink_mt>(text)),
        lines(std::make_shared<spdlog::logger>("vesicle", sink)),
        events(std::make_shared<spdlog::logger>(std::string(server::events_logger), sink)) {
    sink->set_formatter(server::make_line_format(how));
  }

  std::ostringstream text;
  std::shared_ptr<spdlog::sinks::ostream_sink_mt> sink;
  std::shared_ptr<spdlog::logger> lines, events;
};

hooks::account treated() {
  hooks::account told;
  told.decision = "4e0a3a1e-3072-4189-85ba-f7eb7cf2f2ae";
  told.called = &hooks::services().front();
  told.cards.at(static_cast<std::size_t>(cds::rule_id::renal_dose)).at(2) = 1;
  told.cards.at(static_cast<std::size_t>(cds::rule_id::not_checked)).at(0) = 2;
  return told;
}

TEST(LogLines, AreOneObjectEachWhateverTheyTell) {
  written to(server::log_format::json);
  to.lines->warn("cannot \"read\"\n{}", "\xff\x01");
  auto told = treated();
  told.hook_instance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
  told.silent.at(0).at(1) = 1;
  server::decision_log(to.events, server::log_format::json)
      .write({"a \"client\"\n", "antiviral-order-sign", 200, std::chrono::microseconds(1500), "2026.1", told});
  std::istringstream in(to.text.str());
  std::string line;
  ASSERT_TRUE(std::getline(in, line));
  const auto first = boost::json::parse(line);
  EXPECT_EQ(first.at("level").as_string(), "warning");
  EXPECT_EQ(first.at("event").as_string(), "cannot \"read\"\n\xEF\xBF\xBD\x01");
  EXPECT_EQ(first.at("time").as_string().size(), 24U);
  ASSERT_TRUE(std::getline(in, line));
  auto second = boost::json::parse(line).as_object();
  EXPECT_TRUE(second.erase("time"));
  EXPECT_EQ(boost::json::value(second), boost::json::parse(R"({"level":"info","event":"decision",
    "id":"4e0a3a1e-3072-4189-85ba-f7eb7cf2f2ae","client":"a \"client\"\n","service":"antiviral-order-sign",
    "hook":"order-sign","instance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","status":200,"ms":1.5,
    "rules":["renal-dose:critical","not-checked:info"],"silent":["red-flag:warning"],"knowledge":"2026.1"})"));
  EXPECT_FALSE(std::getline(in, line));
}

TEST(LogLines, AreReadableForPeople) {
  written to(server::log_format::text);
  to.lines->info("one\ntwo\x1b[0m");
  const auto told = treated();
  server::decision_log(to.events, server::log_format::text)
      .write({"ehr", "antiviral-order-sign", 200, std::chrono::microseconds(1500), "2026.1", told});
  std::istringstream in(to.text.str());
  std::string line;
  ASSERT_TRUE(std::getline(in, line));
  EXPECT_EQ(line.substr(24), " info one?two?[0m");
  ASSERT_TRUE(std::getline(in, line));
  EXPECT_EQ(line.substr(24),
            " info decision 4e0a3a1e-3072-4189-85ba-f7eb7cf2f2ae client=\"ehr\" service=antiviral-order-sign "
            "hook=order-sign status=200 ms=1.500 rules=renal-dose:critical,not-checked:info "
            "knowledge=2026.1");
}

TEST(LineFormat, TellsEachLinesOwnTimeWhateverTheOneBeforeTold) {
  const auto format = server::make_line_format(server::log_format::json);
  using moment = spdlog::log_clock::time_point;
  const auto at = [](std::chrono::milliseconds since_epoch) { return moment(since_epoch); };
  const struct {
    moment when;
    const char* time;
  } table[] = {
      {at(std::chrono::milliseconds{0}), "1970-01-01T00:00:00.000Z"}, // the first line of all, in the first second
      {at(std::chrono::milliseconds{7}), "1970-01-01T00:00:00.007Z"},
      {at(std::chrono::milliseconds{1767607199999}), "2026-01-05T09:59:59.999Z"},
      {at(std::chrono::milliseconds{1767607200000}), "2026-01-05T10:00:00.000Z"},
      {at(std::chrono::milliseconds{1767607200120}), "2026-01-05T10:00:00.120Z"},
      {at(std::chrono::milliseconds{1767607199999}), "2026-01-05T09:59:59.999Z"}, // a clock that was set back
  };
  for (const auto& row : table) {
    const spdlog::details::log_msg line(row.when, {}, "", spdlog::level::info, "a text");
    spdlog::memory_buf_t written;
    format->format(line, written);
    EXPECT_EQ(std::string(written.data(), written.size()),
              R"({"time":")" + std::string(row.time) + R"(","level":"info","event":"a text"})" + "\n");
  }
}

} // namespace
