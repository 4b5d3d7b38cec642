#include "fhir/sig.hpp"

#include <algorithm>
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
constexpr reserved known_words[] = {
    {"prn", needed},
    {"needed", needed},
    {"necessary", needed},
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
  return "not all of it is understood";
}

} // namespace

bool sig_grammar::fails(std::string_view reason) {
  if (fault_.empty()) fault_ = reason;
  return false;
}

bool sig_grammar::word(std::string_view text) {
  if (at_end() || words_[at_].is == sig_word::kind::number || words_[at_].text != text) return false;
  ++at_;
  return true;
}

bool sig_grammar::phrase(std::string_view words) {
  return try_to([&] {
    while (!words.empty()) {
      const auto end = std::min(words.find(' '), words.size());
      const auto one = words.substr(0, end);
      if (one == "24" ? number() != 24 : !word(one)) return false;
      words.remove_prefix(std::min(end + 1, words.size()));
    }
    return true;
  });
}

std::optional<std::string_view> sig_grammar::one_of(std::initializer_list<std::string_view> words) {
  for (const auto one : words)
    if (word(one)) return one;
  return std::nullopt;
}

/// Also `one (1)`, which says it twice.
std::optional<double> sig_grammar::number() {
  const auto is_number = [&](std::size_t at) { return at < words_.size() && words_[at].is == sig_word::kind::number; };
  if (!is_number(at_)) return std::nullopt;
  const double value = words_[at_++].value;
  const bool again =
      at_ + 2 < words_.size() && words_[at_].text == "(" && is_number(at_ + 1) && words_[at_ + 2].text == ")";
  if (!again) return value;
  if (!cds::about_equal(words_[at_ + 1].value, value)) {
    fails("it contradicts itself");
    return std::nullopt;
  }
  at_ += 3;
  return value;
}

bool sig_grammar::take_mark() { return one_of({",", "."}).has_value(); }

bool sig_grammar::take_verb() {
  if (at_ == 0 && word("sig")) return true;
  const auto verb = one_of({"take", "give", "administer", "use", "swallow", "apply", "infuse"});
  if (!verb) return false;
  if (verb_ || said_.dosage.dose) return fails("it holds more than one instruction");
  verb_ = true;
  applies_ = verb == "apply";
  infuses_ = verb == "infuse";
  return true;
}

bool sig_grammar::take_route() {
  auto found = cds::route::unknown;
  if (phrase("by mouth") || word("po") || word("orally") || word("oral") || phrase("per os"))
    found = cds::route::oral;
  else if (word("intravenously") || word("intravenous") || word("iv") || word("ivpb"))
    found = cds::route::intravenous;
  else if (word("topically") || word("topical"))
    found = cds::route::topical;
  else
    return false;
  auto& known = said_.dosage.route;
  if (known != cds::route::unknown && known != found) return fails("it contradicts itself");
  known = found;
  return true;
}

/// `a thin layer`, `to the affected area`.
bool sig_grammar::take_place() {
  if (!applies_) return false;
  if (phrase("a thin layer") || phrase("a thin film") || phrase("thin layer") || phrase("thin film")) return true;
  return try_to([&] {
    if (!word("to") && !word("on")) return false;
    word("the");
    word("affected");
    if (!phrase("cold sore") && !phrase("cold sores") &&
        !one_of({"area", "areas", "lesion", "lesions", "lip", "lips", "skin", "site"}))
      return false;
    if (said_.dosage.route == cds::route::unknown) said_.dosage.route = cds::route::topical;
    return said_.dosage.route == cds::route::topical || fails("it contradicts itself");
  });
}

/// Words that change nothing the engine reads, and `while awake`, which makes a rate unknown.
bool sig_grammar::take_remark() {
  if (phrase("while awake")) return awake_ = true;
  if (phrase("with or without food") || phrase("with food") || phrase("with meals") || phrase("with water") ||
      phrase("with a full glass of water") || phrase("for cold sores") || phrase("for herpes labialis") ||
      phrase("for oral herpes") || phrase("for fever blisters") || word("only"))
    return true;
  if (!infuses_ && said_.dosage.route != cds::route::intravenous) return false;
  return try_to([&] {
    if (!word("over")) return false;
    phrase("at least");
    return hours() || (number() && one_of({"minute", "minutes", "min"}));
  });
}

tl::expected<sig, std::string> sig_grammar::result() const {
  if (!fault_.empty()) return because(fault_);
  if (!at_end()) return because(reason_in(words_));
  auto read = said_;
  auto& d = read.dosage;
  if (moments_ > 0 && d.times_per_day && !cds::about_equal(*d.times_per_day, static_cast<double>(moments_)))
    return because("it contradicts itself");
  if (moments_ > 0) d.times_per_day = static_cast<double>(moments_);
  if (once_ && (d.times_per_day || (d.days && *d.days > 1)))
    return because("it does not say whether it is once or daily");
  if (d.administrations == 1 && d.times_per_day && *d.times_per_day > 1) return because("it contradicts itself");
  if (d.administrations && d.times_per_day && d.days && std::abs(*d.times_per_day * *d.days - *d.administrations) >= 1)
    return because("it contradicts itself");
  if (applies_ && !d.dose) d.dose = cds::quantity{1, cds::unit::application};
  if (!d.dose && !d.times_per_day && !d.administrations) return because("it names neither a dose nor how often");
  if (awake_) {
    d.times_per_day.reset();
    d.unread.push_back("how often is counted only while awake");
  }
  if (!d.times_per_day) return read;
  const double hours = 24 / *d.times_per_day;
  if (hours >= 1 && cds::about_equal(hours, std::round(hours))) d.interval_hours = std::round(hours);
  return read;
}

tl::expected<sig, std::string> read_sig(std::string_view text) {
  auto words = split_sig(text);
  if (!words) return tl::unexpected(words.error());
  sig_grammar grammar(std::move(*words));
  while (!grammar.at_end()) {
    const bool taken = grammar.take_mark() || grammar.take_verb() || grammar.take_moments() || grammar.take_place() ||
                       grammar.take_route() || grammar.take_dose() || grammar.take_rate() || grammar.take_length() ||
                       grammar.take_remark();
    if (!taken) break;
  }
  return grammar.result();
}

} // namespace fhir
