// How often and for how long: `twice daily`, `q8h`, `in the morning and at bedtime`, `x 7 days`, `as a single dose`.
#include <cmath>

#include "fhir/sig_grammar.hpp"
#include "fhir/timing.hpp"

namespace fhir {
namespace {

constexpr double days_of_week = 7, days_of_month = 30;

bool contradicts(std::optional<double> known, double now) { return known && !cds::about_equal(*known, now); }

} // namespace

bool sig_grammar::how_often(double times_per_day) {
  auto& known = said_.dosage.times_per_day;
  if (contradicts(known, times_per_day)) return fails("it contradicts itself");
  known = times_per_day;
  return true;
}

bool sig_grammar::how_many(double administrations) {
  auto& known = said_.dosage.administrations;
  const int count = static_cast<int>(std::lround(administrations));
  if (count < 1 || std::abs(administrations - count) > 1e-9) return fails("its number of doses is not a whole one");
  if (known && *known != count) return fails("it contradicts itself");
  known = count;
  return true;
}

std::optional<double> sig_grammar::hours() {
  const auto from = at_;
  const auto n = number();
  if (n && *n > 0 && one_of({"h", "hr", "hrs", "hour", "hours", "hourly"})) return n;
  at_ = from;
  return std::nullopt;
}

/// `7 days`, `2 weeks`, `a month` as days.
std::optional<double> sig_grammar::count_of_days() {
  const auto from = at_;
  auto n = number();
  if (!n && (word("a") || word("an"))) n = 1;
  if (n && *n > 0) {
    if (one_of({"day", "days", "d"})) return n;
    if (one_of({"week", "weeks", "wk", "wks"})) return *n * days_of_week;
    if (one_of({"month", "months"})) return *n * days_of_month;
  }
  at_ = from;
  return std::nullopt;
}

/// `every 12 hours`, `q8h`, `every other day`, `each day`.
bool sig_grammar::every() {
  if (!one_of({"every", "q", "each"})) return false;
  if (const auto n = hours()) {
    word("apart");
    return how_often(24 / *n);
  }
  if (one_of({"hour", "h", "hr"})) return how_often(24);
  if (phrase("other day")) return how_often(0.5);
  if (one_of({"day", "d"})) return how_often(1);
  if (one_of({"week", "wk"})) return how_often(1 / days_of_week);
  if (const auto days = count_of_days()) return how_often(1 / *days);
  return false;
}

/// What makes a number of times a rate.
bool sig_grammar::per_day(double count) {
  if (word("daily") || phrase("a day") || phrase("per day") || phrase("/ day") || phrase("each day") ||
      phrase("every day") || phrase("in 24 hours"))
    return how_often(count);
  if (word("weekly") || phrase("a week") || phrase("per week") || phrase("each week") || phrase("every week"))
    return how_often(count / days_of_week);
  return cds::about_equal(count, 1) && every();
}

/// `twice daily`, `5 times a day`, `once`.
bool sig_grammar::times_a_day() {
  std::optional<double> count;
  bool once = word("once");
  if (once)
    count = 1;
  else if (word("twice"))
    count = 2;
  else if (word("thrice"))
    count = 3;
  else if (const auto n = number(); n && one_of({"times", "time", "x", "doses", "dose"}))
    count = n;
  if (!count) return false;
  if (try_to([&] { return per_day(*count); })) return true;
  const auto last = words_[at_ - 1].text;
  if (last == "doses" || last == "dose")
    return (phrase("in all") || phrase("in total") || word("total")) && how_many(*count);
  once = once || (last == "time" && cds::about_equal(*count, 1));
  if (!once) return false;
  once_ = true;
  return how_many(1);
}

bool sig_grammar::take_rate() {
  return try_to([&] { return times_a_day(); }) || try_to([&] { return every(); }) || try_to([&] {
           const auto n = hours(); // `8 hourly`, `12 hours apart`
           return n && (words_[at_ - 1].text == "hourly" || word("apart")) && how_often(24 / *n);
         }) ||
         try_to([&] {
           if (!phrase("as a single dose") && !phrase("single dose")) return false;
           once_ = true;
           return how_many(1);
         }) ||
         try_to([&] { return word("hourly") && how_often(24); }) || try_to([&] {
           const auto short_form = one_of({"qd", "daily", "bid", "tid", "qid", "qod"});
           return short_form && how_often(*times_per_day_of(*short_form));
         }) ||
         try_to([&] { return word("weekly") && how_often(1 / days_of_week); });
}

bool sig_grammar::one_moment() {
  if (one_of({"qam", "qpm", "qhs", "hs", "nightly"}) || phrase("before bed") || phrase("at bedtime") ||
      phrase("at night") || phrase("at noon"))
    return true;
  return try_to([&] {
    if (phrase("in the")) return one_of({"morning", "evening", "afternoon", "am", "pm"}).has_value();
    if (one_of({"every", "each", "q"})) return one_of({"morning", "evening", "night", "bedtime", "noon"}).has_value();
    return word("with") && one_of({"breakfast", "lunch", "dinner", "supper"});
  });
}

/// Moments of the day add up: `in the morning and at bedtime` is twice.
bool sig_grammar::take_moments() {
  if (moments_ > 0 || !one_moment()) return false;
  ++moments_;
  while (try_to([&] { return word("and") && one_moment(); })) ++moments_;
  return true;
}

bool sig_grammar::take_length() {
  return try_to([&] {
    if (!one_of({"for", "x", "times"})) return false;
    phrase("a total of");
    if (const auto days = count_of_days()) {
      word("only") || word("total");
      if (contradicts(said_.dosage.days, *days)) return fails("it contradicts itself");
      said_.dosage.days = *days;
      return true;
    }
    const auto n = number();
    if (!n) return false;
    if (one_of({"dose", "doses"})) {
      word("only") || word("total");
      return how_many(*n);
    }
    return cds::about_equal(*n, 1) && words_[at_ - 2].text == "x" && how_many(1); // `x1`
  });
}

} // namespace fhir
