#include <algorithm>

#include "fhir/codeable.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

/// SNOMED CT findings that there is no allergy: of any kind, to drugs, food, the environment, latex, animals.
constexpr std::string_view no_known_allergy[] = {"716186003", "409137002",  "429625007",
                                                 "428607008", "1003774007", "716220001"};

bool says_none(const json::value& resource) {
  return codes_among(resource["code"], no_known_allergy) != 0 ||
         codes_among(resource["substance"], no_known_allergy) != 0; // the second in DSTU2
}

bool is_over(const json::value& status) { return has_code(status, "inactive") || has_code(status, "resolved"); }

void say_unknown_status(const json::value& status, std::initializer_list<std::string_view> known, report& to) {
  if (!status || status.is_null()) return;
  if (std::none_of(known.begin(), known.end(), [&](std::string_view code) { return has_code(status, code); }))
    to.say(status, "is not a known status; the allergy counts");
}

} // namespace

void read_allergy(const json::value& resource, const chart& of, report& to, std::vector<cds::allergy>& into) {
  if (is_refuted(resource) || says_none(resource)) return;
  const auto before = resource["status"]; // DSTU2 has one status for both
  if (has_code(before, "refuted") || has_code(before, "entered-in-error")) return;
  const auto status = has(resource, "clinicalStatus") ? resource["clinicalStatus"] : before;
  const auto verified = resource["verificationStatus"];
  say_unknown_status(status, {"active", "inactive", "resolved", "unconfirmed", "confirmed"}, to);
  say_unknown_status(verified, {"unconfirmed", "presumed", "confirmed"}, to);

  const cds::allergy plain{{}, {}, !is_over(status)};
  const auto first = into.size();
  const auto add = [&](const json::value& codeable) {
    auto one = plain;
    one.drug = drug_of_concept(codeable, of, to);
    const auto same = [&](const cds::allergy& known) { return known.drug == one.drug; };
    if (one.drug.identified && std::none_of(into.begin() + static_cast<std::ptrdiff_t>(first), into.end(), same))
      into.push_back(one);
  };
  add(resource["code"]);
  add(resource["substance"]); // DSTU2
  for (const auto reaction : array_member(resource, "reaction", to)) add(reaction["substance"]);
  if (into.size() == first) into.push_back(plain);
}

} // namespace fhir
