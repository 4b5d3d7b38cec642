#include "fhir/codeable.hpp"

#include <algorithm>

namespace fhir {

const cds::term* term_of(const json::value& coding, const cds::terminology& terms, report& to) {
  if (!coding.is(json::kind::object)) {
    to.wrong_type(coding, "an object");
    return nullptr;
  }
  const auto system = string_member(coding, "system", to);
  const auto code = string_member(coding, "code", to);
  if (!system || !code) return nullptr;
  const auto known = cds::code_system_of(*system);
  return known == cds::code_system::other ? nullptr : terms.find(known, *code);
}

meaning read_concept(const json::value& codeable, const cds::terminology& terms, report& to) {
  meaning all;
  for (const auto coding : array_member(codeable, "coding", to))
    if (const auto* t = term_of(coding, terms, to)) all.add(*t);
  return all;
}

meaning read_concept_member(const json::value& in, json::member_name name, const cds::terminology& terms, report& to) {
  return read_concept(object_member(in, name, to), terms, to);
}

meaning read_concepts_member(const json::value& in, json::member_name name, const cds::terminology& terms, report& to) {
  const auto written = in[name];
  if (!written) return {};
  if (written.is(json::kind::object)) return read_concept(written, terms, to);
  meaning all;
  for (const auto codeable : of_kind(written, json::kind::array, "an array", to)) {
    if (!codeable.is(json::kind::object)) {
      to.wrong_type(codeable, "an object");
      continue;
    }
    const auto one = read_concept(codeable, terms, to);
    all.sets.add(one.sets);
    if (!all.named) all.named = one.named;
  }
  return all;
}

bool has_code(const json::value& concepts, std::string_view code) {
  if (concepts.is(json::kind::string)) return concepts.string() == code;
  if (concepts.is(json::kind::array))
    return std::any_of(concepts.begin(), concepts.end(), [&](const json::value& one) { return has_code(one, code); });
  const auto codings = concepts["coding"];
  return std::any_of(codings.begin(), codings.end(),
                     [&](const json::value& coding) { return coding["code"].string() == code; });
}

} // namespace fhir
