// Words, numbers and lengths of time; and the phrases that change nothing: `with food`, `for cold sores`, `# 14
// tablets`.
#include "fhir/sig_grammar.hpp"

namespace fhir {

bool sig_grammar::take_word(std::string_view text) {
  if (words_[at_].text != text) return false; // a number has none
  ++at_;
  return true;
}

bool sig_grammar::take_phrase(std::string_view words) {
  return try_to([&] {
    while (!words.empty()) {
      const auto end = std::min(words.find(' '), words.size());
      const auto one = words.substr(0, end);
      if (one == "24" ? number() != 24 : !take_word(one)) return false;
      words.remove_prefix(std::min(end + 1, words.size()));
    }
    return true;
  });
}

std::optional<std::string_view> sig_grammar::take_one_of(std::span<const std::string_view> words) {
  for (const auto one : words)
    if (take_word(one)) return one;
  return std::nullopt;
}

bool sig_grammar::take_one_phrase_of(std::span<const std::string_view> phrases) {
  for (const auto one : phrases)
    if (take_phrase(one)) return true;
  return false;
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

std::optional<double> sig_grammar::hours() {
  const auto from = at_;
  const auto n = number();
  if (n && *n > 0 && one_of<"h", "hr", "hrs", "hour", "hours", "hourly">()) return n;
  at_ = from;
  return std::nullopt;
}

std::optional<double> sig_grammar::minutes() {
  const auto from = at_;
  const auto n = number();
  if (n && *n > 0 && one_of<"minute", "minutes", "min", "mins">()) return n;
  at_ = from;
  return std::nullopt;
}

/// `7 days`, `2 weeks`, `a month` as days.
std::optional<double> sig_grammar::count_of_days() {
  constexpr double days_of_week = 7, days_of_month = 30;
  const auto from = at_;
  auto n = number();
  if (!n && (word("a") || word("an"))) n = 1;
  if (n && *n > 0) {
    if (one_of<"day", "days", "d">()) return n;
    if (one_of<"week", "weeks", "wk", "wks">()) return *n * days_of_week;
    if (one_of<"month", "months">()) return *n * days_of_month;
    if (cds::about_equal(*n, 24) && one_of<"h", "hr", "hrs", "hour", "hours">()) return 1;
  }
  at_ = from;
  return std::nullopt;
}

/// How much is handed out, which the supply of the order says too: `# 14 tablets`, `0 refills`.
bool sig_grammar::supply() {
  return try_to([&] {
    const bool amount = word("#") || word("dispense") || word("disp");
    if (word("no")) return !amount && one_of<"refill", "refills">().has_value();
    if (!number()) return false;
    if (!amount) return one_of<"refill", "refills">().has_value();
    take_pieces_name();
    return true;
  });
}

/// `while awake` makes a rate unknown unless the doses are counted.
bool sig_grammar::take_remark() {
  if (phrase("while awake")) return awake_ = true;
  if (one_phrase_of<"with meals", "before meals", "after meals">()) return meals_ = true;
  if (one_phrase_of<"only", "around the clock", "do all this", "do all of this", "do this">()) return true;
  if (one_phrase_of<"do not crush or chew", "do not crush", "do not chew", "do not break", "swallow whole",
                    "drink plenty of fluids", "drink plenty of water", "drink plenty of liquids", "by infusion pump",
                    "via infusion pump", "by pump", "via pump", "via central line">())
    return true;
  if (one_phrase_of<"for cold sores", "for cold sore", "for herpes labialis", "for oral herpes", "for fever blisters",
                    "for herpes simplex", "for herpes", "for hsv", "for suppression">())
    return true;
  if (supply()) return true;
  return try_to([&] {
    one_phrase_of<"may be taken", "can be taken", "take">();
    return one_phrase_of<"with or without food", "with or without meals", "with food", "with a meal", "with water",
                         "with plenty of water", "with plenty of fluids", "with a full glass of water",
                         "with a glass of water">();
  });
}

} // namespace fhir
