// Moments of the day: `in the morning and at bedtime`, `every evening with dinner`. Each is one dose; they add up.
#include "fhir/sig_grammar.hpp"

namespace fhir {

std::optional<sig_grammar::part_of_day> sig_grammar::moment_of(std::string_view word) {
  using part = part_of_day;
  if (word == "morning" || word == "am" || word == "breakfast") return part::morning;
  if (word == "noon" || word == "midday" || word == "lunch") return part::noon;
  if (word == "afternoon") return part::afternoon;
  if (word == "evening" || word == "pm" || word == "dinner" || word == "supper") return part::evening;
  return part::night;
}

std::optional<sig_grammar::part_of_day> sig_grammar::meal() {
  std::optional<part_of_day> found;
  try_to([&] {
    if (!one_of<"with", "before", "after", "at">()) return false;
    const auto name = one_of<"breakfast", "lunch", "dinner", "supper">();
    if (name) found = moment_of(*name);
    return name.has_value();
  });
  return found;
}

/// A part of the day with what may name it once more: `nightly at bedtime`, `every morning with breakfast`.
std::optional<sig_grammar::part_of_day> sig_grammar::one_moment() {
  std::optional<part_of_day> found;
  const auto from = at_;
  if (const auto short_form = one_of<"qam", "qpm">())
    found = moment_of(short_form->substr(1));
  else if (one_of<"qhs", "hs", "nightly">() ||
           one_phrase_of<"before bedtime", "before bed", "at bedtime", "at night", "every night", "each night">())
    found = part_of_day::night;
  else if (phrase("at noon") || phrase("at midday"))
    found = part_of_day::noon;
  else if (phrase("in the")) {
    const auto name = one_of<"morning", "evening", "afternoon", "am", "pm">();
    if (name) found = moment_of(*name);
  } else if (one_of<"every", "each", "q">()) {
    const auto name = one_of<"morning", "evening", "afternoon", "bedtime", "noon", "am", "pm", "hs">();
    if (name) found = moment_of(*name);
  } else
    found = meal();
  if (!found) {
    at_ = from;
    return std::nullopt;
  }
  const auto again = at_;
  const bool at_bedtime = found == part_of_day::night && one_phrase_of<"at bedtime", "before bedtime", "before bed">();
  if (!at_bedtime && meal().value_or(*found) != *found) at_ = again;
  return found;
}

bool sig_grammar::add_moment(part_of_day when) {
  const unsigned bit = 1U << static_cast<unsigned>(when);
  if ((moments_ & bit) != 0) return fails("it contradicts itself");
  moments_ |= bit;
  return true;
}

/// `and at bedtime`, `and 1 tablet at bedtime` of the same dose. A comma alone may only explain the moment before it.
bool sig_grammar::further_moment(bool& adds_up) {
  return try_to([&] {
    const bool comma = word(",");
    const bool joined = word("and");
    if (!comma && !joined) return false;
    again_ = true;
    word("take");
    if (take_dose()) take_route();
    again_ = false;
    auto next = one_moment();
    if (!next) // `in the morning and evening`
      if (const auto bare =
              one_of<"morning", "noon", "afternoon", "evening", "night", "bedtime", "lunch", "dinner", "supper">())
        next = moment_of(*bare);
    if (!next || !add_moment(*next)) return false;
    adds_up = joined;
    return true;
  });
}

bool sig_grammar::take_moments() {
  if (moments_ > 0) return false;
  const auto first = one_moment();
  if (!first || !add_moment(*first)) return false;
  bool adds_up = true;
  while (further_moment(adds_up)) {
  }
  return adds_up || fails("it does not say whether its moments add up");
}

} // namespace fhir
