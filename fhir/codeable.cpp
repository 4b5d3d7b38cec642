#include "fhir/codeable.hpp"

#include "fhir/members.hpp"

namespace fhir {

const cds::term* term_of(const json::value& coding, const cds::terminology& terms, report& to) {
  if (!coding.is(json::kind::object)) {
    to.wrong_type(coding, "an object");
    return nullptr;
  }
  const auto found = members_of<"system", "code">(coding);
  const auto system = string_of(found[0], to), code = string_of(found[1], to);
  if (!system || !code) return nullptr;
  if (*code == to.last.code && *system == to.last.system) return to.last.term;
  const auto known = cds::code_system_of(*system);
  to.last = {*system, *code, known == cds::code_system::other ? nullptr : terms.find(known, *code)};
  return to.last.term;
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

meaning read_concepts(const json::value& written, const cds::terminology& terms, report& to) {
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

std::uint32_t codes_among(const json::value& concepts, std::span<const std::string_view> wanted) {
  std::uint32_t found = 0;
  const auto see = [&](const json::value& written) {
    const auto code = written.string();
    for (std::size_t i = 0; code && i < wanted.size(); ++i)
      if (*code == wanted[i]) found |= 1u << i;
  };
  if (concepts.is(json::kind::string)) {
    see(concepts);
  } else if (concepts.is(json::kind::array)) {
    for (const auto one : concepts) found |= codes_among(one, wanted);
  } else {
    for (const auto coding : concepts["coding"]) see(coding["code"]);
  }
  return found;
}

bool has_code(const json::value& concepts, std::string_view code) { return codes_among(concepts, {&code, 1}) != 0; }

} // namespace fhir
