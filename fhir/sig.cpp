#include "fhir/sig.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "fhir/sig_grammar.hpp"

namespace fhir {
namespace {

struct reserved {
  std::string_view word, reason;
};
constexpr std::string_view steps = "it changes during the course";
constexpr std::string_view range = "it is a range";
constexpr std::string_view limit = "it sets a limit, not a dose";
constexpr std::string_view elsewhere = "it refers to directions given elsewhere";
constexpr std::string_view needed = "it is to be taken only as needed";
constexpr std::string_view contradicts = "it contradicts itself";
constexpr std::string_view lost = "not all of it is understood";
constexpr reserved known_words[] = {
    {"prn", needed},
    {"needed", needed},
    {"necessary", needed},
    {"required", needed},
    {"if", needed},
    {"then", steps},
    {"taper", steps},
    {"tapering", steps},
    {"decrease", steps},
    {"increase", steps},
    {"reduce", steps},
    {"loading", steps},
    {"followed", steps},
    {"initially", steps},
    {"start", steps},
    {"directed", elsewhere},
    {"prescribed", elsewhere},
    {"instructed", elsewhere},
    {"max", limit},
    {"maximum", limit},
    {"exceed", limit},
    {"up", limit},
    {"most", limit},
    {"or", "it offers alternatives"},
    {"to", range},
    {"-", range},
    {"until", "it ends with an event"},
    {"and", "it holds more than one instruction"},
};

/// Why the rest was not understood, from the most telling word anywhere in the sig.
std::string reason_in(const std::vector<sig_word>& words) {
  for (const auto& one : known_words)
    for (std::size_t i = 0; i < words.size(); ++i)
      if (words[i].text == one.word && (one.reason != range || (i > 0 && words[i - 1].is == sig_word::kind::number)))
        return std::string(one.reason);
  return std::string(lost);
}

struct schedule {
  double hours, times;
};
/// Labels write these two together: the doses of a waking day. Others would contradict themselves.
constexpr schedule waking_days[] = {{4, 5}, {3, 6}};

bool is_waking_day(double by_interval, double counted) {
  return std::any_of(std::begin(waking_days), std::end(waking_days), [&](const schedule& one) {
    return cds::about_equal(24 / by_interval, one.hours) && cds::about_equal(counted, one.times);
  });
}

} // namespace

bool sig_grammar::fails(std::string_view reason) {
  if (fault_.empty()) fault_ = reason;
  return false;
}

bool sig_grammar::take_mark() { return one_of<",", ".">().has_value(); }

bool sig_grammar::take_verb() {
  if (at_ == 0 && word("sig")) return true;
  const auto verb = one_of<"take", "give", "administer", "use", "swallow", "apply", "infuse">();
  if (!verb) return false;
  if (verb_ || said_.dosage.dose) return fails("it holds more than one instruction");
  verb_ = true;
  applies_ = verb == "apply";
  infuses_ = infuses_ || verb == "infuse";
  return true;
}

bool sig_grammar::take_route() {
  auto found = cds::route::unknown;
  if (one_phrase_of<"by mouth", "po", "orally", "by oral route", "oral route", "oral", "per os">())
    found = cds::route::oral;
  else if (one_of<"intravenously", "intravenous", "iv", "ivpb">())
    found = cds::route::intravenous;
  else if (one_of<"topically", "topical">())
    found = cds::route::topical;
  else
    return false;
  if (found == cds::route::intravenous) one_of<"infusion", "piggyback", "route">();
  auto& known = said_.dosage.route;
  if (known != cds::route::unknown && known != found) return fails(contradicts);
  known = found;
  return true;
}

/// `a thin layer`, `to the affected area`.
bool sig_grammar::take_place() {
  if (!applies_) return false;
  if (one_phrase_of<"a thin layer", "a thin film", "thin layer", "thin film", "sparingly">()) return true;
  return try_to([&] {
    if (!word("to") && !word("on")) return false;
    word("the");
    word("affected");
    if (!one_phrase_of<"cold sore", "cold sores", "area", "areas", "lesion", "lesions", "lip", "lips", "skin",
                       "site">())
      return false;
    if (said_.dosage.route == cds::route::unknown) said_.dosage.route = cds::route::topical;
    return said_.dosage.route == cds::route::topical || fails(contradicts);
  });
}

bool sig_grammar::take_one() {
  return take_mark() || take_remark() || take_infusion() || take_verb() || take_moments() || take_place() ||
         take_route() || take_dose() || take_rate() || take_length();
}

void sig_grammar::take_all() {
  while (!at_end()) {
    const auto from = at_;
    const bool in_brackets = try_to([&] { return word("(") && (take_rate() || take_moments()) && word(")"); });
    if (in_brackets || take_one()) continue;
    at_ = from;
    return;
  }
}

/// The rate from all that was said of it. Unknown when an interval counts only while awake.
tl::expected<std::optional<double>, std::string> sig_grammar::times_per_day() const {
  auto times = counted_;
  if (interval_ && times && !cds::about_equal(*interval_, *times) && !is_waking_day(*interval_, *times))
    return because(std::string(contradicts));
  if (!times) times = interval_;
  if (apart_) {
    const bool counted = said_.dosage.administrations.value_or(0) > 1;
    if (!times && !counted) return because(std::string(lost));
    if (times && !cds::about_equal(*times, *apart_)) return because(std::string(contradicts));
    times = apart_;
  }
  if (moments_ > 0) {
    const double moments = std::popcount(moments_);
    if (times && !cds::about_equal(*times, moments)) return because(std::string(contradicts));
    times = moments;
  }
  return times;
}

/// Why the parts, each understood, cannot be meant together.
std::string sig_grammar::contradiction(const cds::dosage& d) const {
  if (d.administrations == 1 && ((d.times_per_day && *d.times_per_day > 1) || d.days.value_or(1) < 1))
    return std::string(contradicts);
  if (d.administrations == 1 && (d.times_per_day || d.days.value_or(1) > 1))
    return "it does not say whether it is once or daily";
  if (d.administrations && d.times_per_day && d.days && std::abs(*d.times_per_day * *d.days - *d.administrations) >= 1)
    return std::string(contradicts);
  if (meals_ && d.times_per_day && *d.times_per_day <= 1) return "it does not say with how many meals";
  const bool by_vein = infuses_ || d.route == cds::route::intravenous;
  if (d.infusion.said() && !by_vein) return std::string(lost);
  return {};
}

tl::expected<sig, std::string> sig_grammar::result() const {
  if (!fault_.empty()) return because(fault_);
  if (!at_end()) return because(reason_in(words_));
  const auto times = times_per_day();
  if (!times) return tl::unexpected(times.error());
  auto read = said_;
  auto& d = read.dosage;
  d.times_per_day = *times;
  if (auto why = contradiction(d); !why.empty()) return because(std::move(why));
  read.names_moments = moments_ > 0;
  if (applies_ && !d.dose) d.dose = cds::quantity{1, cds::unit::application};
  if (!d.dose && !d.times_per_day && !d.administrations) return because("it names neither a dose nor how often");
  if (awake_ && !counted_) {
    d.times_per_day.reset();
    d.unread.push_back("how often is counted only while awake");
  }
  if (!d.times_per_day) return read;
  const double hours = 24 / *d.times_per_day;
  if (hours >= 1 && cds::about_equal(hours, std::round(hours))) d.interval_hours = std::round(hours);
  return read;
}

sig sig_grammar::part() const {
  const auto times = times_per_day();
  if (!fault_.empty() || !times) return {};
  auto read = said_;
  if (!awake_ || counted_) read.dosage.times_per_day = *times;
  return read;
}

tl::expected<sig, std::string> read_sig(std::string_view text) {
  auto words = split_sig(text);
  if (!words) return tl::unexpected(words.error());
  sig_grammar grammar(std::move(*words));
  grammar.take_all();
  return grammar.result();
}

sig understood_part(std::string_view text) {
  auto words = split_part_of_sig(text);
  const bool divided =
      std::any_of(words.begin(), words.end(), [](const sig_word& one) { return one.text == "divided"; });
  if (divided) return {}; // `2 g daily in divided doses`: no dose is said
  sig_grammar grammar(std::move(words));
  grammar.take_all();
  return grammar.part();
}

} // namespace fhir
