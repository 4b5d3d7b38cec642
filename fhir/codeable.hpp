// CodeableConcepts: what their codings mean to the engine.
#pragma once

#include <optional>
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
/// Of a member that is an array of concepts (one concept alone is accepted): all of them together.
meaning read_concepts_member(const json::value& in, json::member_name name, const cds::terminology& terms, report& to);

/// True when the concept, or one of an array of them, has a coding with this code, in whatever system. Before R4
/// statuses were plain codes: those count too.
bool has_code(const json::value& concepts, std::string_view code);

} // namespace fhir
