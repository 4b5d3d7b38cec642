// How often and for how long: `twice daily`, `q8h`, `12 hours apart`, `x 7 days`, `as a single dose`.
#include <cmath>

#include "fhir/sig_grammar.hpp"
#include "fhir/timing_code.hpp"

namespace fhir {
namespace {

constexpr double days_of_week = 7;

bool contradicts(std::optional<double> known, double now) { return known && !cds::about_equal(*known, now); }

} // namespace

bool sig_grammar::how_often(double times_per_day, std::optional<double>& known) {
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

/// `every 12 hours`, `q8h`, `every other day`, `each day`.
bool sig_grammar::every() {
  if (!one_of<"every", "q", "each">()) return false;
  if (const auto n = hours()) {
    word("apart");
    return how_often(24 / *n, interval_);
  }
  if (one_of<"hour", "h", "hr">()) return how_often(24, interval_);
  if (phrase("other day")) return how_often(0.5, counted_);
  if (one_of<"day", "d">()) return how_often(1, counted_);
  if (one_of<"week", "wk">()) return how_often(1 / days_of_week, counted_);
  if (const auto days = count_of_days()) return how_often(1 / *days, counted_);
  return false;
}

/// What makes a number of times a rate.
bool sig_grammar::per_day(double count) {
  if (word("daily") || one_phrase_of<"a day", "per day", "/ day", "each day", "every day", "in 24 hours">())
    return how_often(count, counted_);
  if (word("weekly") || one_phrase_of<"a week", "per week", "/ week", "each week", "every week">())
    return how_often(count / days_of_week, counted_);
  return cds::about_equal(count, 1) && every();
}

/// `once`, which is one dose; not `once nightly` and `once every morning`, whose moment says how often.
bool sig_grammar::one_time() {
  const auto from = at_;
  const bool daily = word("nightly") || (one_of<"every", "each">() && one_of<"morning", "evening", "night">());
  at_ = from;
  return daily || how_many(1);
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
  else if (const auto n = number(); n && one_of<"times", "time", "x", "doses", "dose">())
    count = n;
  if (!count) return false;
  if (try_to([&] { return per_day(*count); })) return true;
  const auto last = words_[at_ - 1].text;
  if (last == "doses" || last == "dose") return (one_phrase_of<"in all", "in total", "total">()) && how_many(*count);
  once = once || (last == "time" && cds::about_equal(*count, 1));
  return once && one_time();
}

/// Tells how far apart doses are that are counted elsewhere; alone it is no rate.
bool sig_grammar::apart() {
  const auto n = hours();
  if (!n) return false;
  if (words_[at_ - 1].text == "hourly") return how_often(24 / *n, interval_);
  return word("apart") && how_often(24 / *n, apart_);
}

bool sig_grammar::take_rate() {
  return try_to([&] { return times_a_day(); }) || try_to([&] { return every(); }) || try_to([&] { return apart(); }) ||
         try_to([&] { return one_phrase_of<"as a single dose", "single dose">() && how_many(1); }) ||
         try_to([&] { return word("hourly") && how_often(24, interval_); }) || try_to([&] {
           const auto short_form = one_of<"qd", "daily", "bid", "bd", "tid", "tds", "qid", "qds", "qod">();
           return short_form && how_often(*times_per_day_of(*short_form), counted_);
         }) ||
         try_to([&] { return word("weekly") && how_often(1 / days_of_week, counted_); });
}

bool sig_grammar::take_length() {
  return try_to([&] {
    if (!one_of<"for", "x", "times">()) return false;
    phrase("a total of") || phrase("the next");
    if (const auto days = count_of_days()) {
      word("only") || word("total");
      if (contradicts(said_.dosage.days, *days)) return fails("it contradicts itself");
      said_.dosage.days = *days;
      return true;
    }
    const auto n = number();
    if (!n) return false;
    if (one_of<"dose", "doses">()) {
      word("only") || word("total");
      return how_many(*n);
    }
    return cds::about_equal(*n, 1) && words_[at_ - 2].text == "x" && how_many(1); // `x1`
  });
}

} // namespace fhir
