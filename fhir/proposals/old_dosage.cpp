#include "fhir/proposals/old_dosage.hpp"

#include <algorithm>
#include <array>

#include "fhir/json/pruned.hpp"
#include "fhir/sig.hpp"

namespace fhir::proposals {

namespace {

template<std::size_t N> bool is_among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// An Annotation, or in DSTU2 its text alone.
bool is_dosage(const json::value& note) {
  const auto text = note.is(json::kind::object) ? note["text"].string() : note.string();
  return text && read_sig(*text);
}

void write_other_notes(json::writer& out, const json::value& notes) {
  if (std::all_of(notes.begin(), notes.end(), is_dosage)) return;
  out.name(notes.name()).begin_array();
  for (const auto note : notes)
    if (!is_dosage(note)) json::write_pruned(out, note);
  out.end_array();
}

} // namespace

bool tells_the_old_dosage(std::string_view member) {
  constexpr std::array<std::string_view, 7> members = {"text",
                                                       "_text",
                                                       "renderedDosageInstruction",
                                                       "_renderedDosageInstruction",
                                                       "effectiveDosePeriod",
                                                       "_dosageInstruction",
                                                       "courseOfTherapyType"};
  return is_among(members, member);
}

bool tells_the_old_supply(std::string_view member) {
  constexpr std::array<std::string_view, 2> members = {"initialFill", "dispenseInterval"};
  return is_among(members, member);
}

void write_kept_member(json::writer& out, const json::value& member) {
  constexpr std::array<std::string_view, 2> notes = {"note", "dispenserInstruction"};
  if (!is_among(notes, member.name()) || json::is_empty(member)) return json::write_pruned_member(out, member);
  if (member.is(json::kind::array)) return write_other_notes(out, member);
  if (!is_dosage(member)) json::write_pruned_member(out, member);
}

} // namespace fhir::proposals
