// CodeableConcepts: what their codings mean to the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cds/terminology.hpp"
#include "fhir/report.hpp"

namespace fhir {

/// The meaning of all codings of a concept together.
struct meaning {
  cds::value_sets sets;
  const cds::term* named = nullptr; // the first known code

  void add(const cds::term& t) {
    sets.add(t.sets);
    if (!named) named = &t;
  }
};

/// The term of one Coding; null when its system or code is unknown.
const cds::term* term_of(const json::value& coding, const cds::terminology& terms, report& to);

meaning read_concept(const json::value& codeable, const cds::terminology& terms, report& to);
/// Of a member that is one concept; nothing known when it is absent.
meaning read_concept_member(const json::value& in, json::member_name name, const cds::terminology& terms, report& to);
/// Of an array of concepts, or of one alone: all of them together.
meaning read_concepts(const json::value& written, const cds::terminology& terms, report& to);

/// Which of these codes (at most 32) the concept, or those of an array, has codings with, in whatever system: one bit
/// for each. Before R4 statuses were plain codes: those count too.
std::uint32_t codes_among(const json::value& concepts, std::span<const std::string_view> wanted);
bool has_code(const json::value& concepts, std::string_view code);

} // namespace fhir
