// The vignettes at other places and other times: the same days apart, the same cards.
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "tests/vignettes/posting.hpp"

namespace vignettes {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr std::string_view written_offset = "-05:00"; // every vignette's
constexpr minutes east_of_utc = -std::chrono::hours(5);

bool is_date(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00";
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

std::string shifted(std::string_view date, days by) {
  const auto number = [&](std::size_t at, std::size_t length) {
    return std::stoi(std::string(date.substr(at, length)));
  };
  const std::chrono::year_month_day written{std::chrono::year(number(0, 4)),
                                            std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                            std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  const std::chrono::year_month_day moved{std::chrono::sys_days(written) + by};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(moved.year()),
                static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()));
  return text;
}

/// Every whole date in a text moved; years and months alone stay.
std::string with_dates(std::string_view text, days by) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    if (is_date(text.substr(i))) {
      result += shifted(text.substr(i, 10), by);
      i += 10;
    } else {
      result += text[i++];
    }
  }
  return result;
}

std::string with_offset(std::string text, std::string_view offset) {
  for (std::size_t at = 0; (at = text.find(written_offset, at)) != std::string::npos; at += offset.size())
    text.replace(at, written_offset.size(), offset);
  return text;
}

/// Headlines, details and suggestion labels, in order.
std::vector<std::string> words(const hooks::reply& answered) {
  std::vector<std::string> all;
  const auto body = boost::json::parse(answered.body);
  for (const auto& card : body.at("cards").as_array()) {
    all.emplace_back(card.at("summary").as_string());
    all.emplace_back(card.at("detail").as_string());
    if (const auto* offered = card.as_object().if_contains("suggestions"))
      for (const auto& one : offered->as_array()) all.emplace_back(one.at("label").as_string());
  }
  return all;
}

TEST(Clock, TheSameCardsInEveryTimeZone) {
  struct zone {
    std::string_view offset;
    minutes east;
  };
  constexpr zone zones[] = {{"Z", minutes(0)},        {"+14:00", minutes(840)},  {"-11:00", minutes(-660)},
                            {"+05:30", minutes(330)}, {"-03:30", minutes(-210)}, {"+09:00", minutes(540)}};
  for (const auto& name : all_vignettes()) {
    const auto request = request_of(name);
    const auto now = expectation_of(name).now;
    const auto usual = words(answer_to(request, now));
    for (const zone& z : zones)
      EXPECT_EQ(words(answer_to(with_offset(request, z.offset), now + east_of_utc - z.east)), usual)
          << name << " at " << z.offset;
  }
}

/// Every time of day told in UTC, where it may be of the next day.
void tell_in_utc(boost::json::value& in) {
  if (auto* members = in.if_object()) {
    for (auto& member : *members) tell_in_utc(member.value());
  } else if (auto* items = in.if_array()) {
    for (auto& item : *items) tell_in_utc(item);
  } else if (auto* text = in.if_string(); text != nullptr && is_date(*text) && text->ends_with(written_offset)) {
    const std::string_view written = *text;
    const int hour = std::stoi(std::string(written.substr(11, 2))) + 5;
    char hours[8];
    std::snprintf(hours, sizeof hours, "%02d", hour % 24);
    *text = shifted(written.substr(0, 10), days(hour / 24)) + "T" + hours +
            std::string(written.substr(13, written.size() - 13 - written_offset.size())) + "Z";
  }
}

// As many servers keep their times; only the draft tells where the patient is.
TEST(Clock, TheSameCardsWhenTheChartIsWrittenInUtc) {
  for (const auto& name : all_vignettes()) {
    auto request = boost::json::parse(request_of(name));
    const auto now = expectation_of(name).now;
    const auto usual = words(answer_to(boost::json::serialize(request), now));
    tell_in_utc(request.at("prefetch"));
    EXPECT_EQ(words(answer_to(boost::json::serialize(request), now)), usual) << name;
  }
}

TEST(Clock, TheSameCardsAcrossALeapDay) {
  constexpr std::chrono::sys_days leap_day = std::chrono::year(2028) / 2 / 29;
  for (const auto& name : all_vignettes()) {
    const auto request = request_of(name);
    const auto now = expectation_of(name).now;
    const days by = leap_day + days(3) - std::chrono::floor<days>(now); // the leap day lies within every recent course
    std::vector<std::string> moved;
    for (const auto& word : words(answer_to(request, now))) moved.push_back(with_dates(word, by));
    EXPECT_EQ(words(answer_to(with_dates(request, by), now + by)), moved) << name;
  }
}

} // namespace
} // namespace vignettes
