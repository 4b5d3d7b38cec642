#include "fhir/dosage_steps.hpp"

#include <algorithm>

#include "fhir/timing.hpp"

namespace fhir {
namespace {

bool same_words(const json::value& a, const json::value& b) {
  return a["text"].string() == b["text"].string() &&
         a["patientInstruction"].string() == b["patientInstruction"].string();
}

/// A text may name a moment, so that two texts must be the same.
bool may_add_up(const one_instruction& a, const one_instruction& b) {
  if ((a.read.rate_in_text || b.read.rate_in_text) && !same_words(a.written, b.written)) return true;
  return a.names_moments || b.names_moments;
}

std::optional<double> sequence_of(const one_instruction& one) { return one.written["sequence"].number(); }

bool repeats(const one_instruction& first, const one_instruction& further) {
  return !may_add_up(first, further) && first.read.dosage == further.read.dosage &&
         first.read.starts == further.read.starts && first.read.ends == further.read.ends &&
         sequence_of(first) == sequence_of(further);
}

/// The same dose as often, however long. Steps that cannot be read are never the same.
bool same_dosing(const one_instruction& a, const one_instruction& b) {
  auto one = a.read.dosage;
  auto other = b.read.dosage;
  const bool read = one.dose && one.times_per_day && one.unread.empty() && other.unread.empty();
  one.days = other.days = {};
  one.administrations = other.administrations = {};
  return read && !one.as_needed && !may_add_up(a, b) && one == other;
}

/// Steps follow each other only where it is said how long each takes, and by their dates where they have any.
bool follow_each_other(const one_instruction& a, const one_instruction& b) {
  if (!a.read.dosage.days || a.read.dosage.administrations) return false;
  if (!a.read.ends && !b.read.starts) return true;
  if (!a.read.ends || !b.read.starts) return false;
  const int gap = cds::days_between(a.read.ends->last, b.read.starts->first);
  return gap == 0 || gap == 1;
}

/// Steps of one and the same dosage, in their order.
std::optional<instructions> one_course(std::vector<one_instruction> steps) {
  if (!std::all_of(steps.begin(), steps.end(), [](const auto& one) { return sequence_of(one).has_value(); }))
    return std::nullopt;
  std::stable_sort(steps.begin(), steps.end(),
                   [](const auto& a, const auto& b) { return sequence_of(a) < sequence_of(b); });
  auto course = steps.front().read;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const bool next = sequence_of(steps[i - 1]) < sequence_of(steps[i]) && same_dosing(steps[i - 1], steps[i]) &&
                      follow_each_other(steps[i - 1], steps[i]);
    if (!next) return std::nullopt;
    const auto& days = steps[i].read.dosage.days;
    course.dosage.days = course.dosage.days && days ? std::optional(*course.dosage.days + *days) : std::nullopt;
    course.ends = steps[i].read.ends;
  }
  if (course.starts && course.ends) course.dosage.days = days_in(period{course.starts, course.ends});
  if (steps.back().read.dosage.administrations) return std::nullopt;
  return course;
}

instructions unknown(std::string reason) {
  instructions none;
  none.dosage.unread.push_back(std::move(reason));
  return none;
}

} // namespace

instructions join(const std::vector<one_instruction>& all) {
  const auto& first = all.front();
  if (std::all_of(all.begin() + 1, all.end(), [&](const auto& one) { return repeats(first, one); })) return first.read;
  if (auto course = one_course(all)) return *course;
  const bool in_steps =
      std::any_of(all.begin(), all.end(), [&](const auto& one) { return sequence_of(one) != sequence_of(first); });
  return unknown(in_steps ? "the dosage changes in steps: a taper or a loading dose"
                          : "there are several dosage instructions that differ");
}

} // namespace fhir
