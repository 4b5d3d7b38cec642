#include "fhir/drug.hpp"

#include <optional>

#include "fhir/codeable.hpp"
#include "fhir/drug_words.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

void add(cds::drug& into, const cds::term& t) {
  into.sets.add(t.sets);
  if (into.agent == cds::agent::none) into.agent = t.agent;
  if (into.route == cds::route::unknown) into.route = t.route;
  if (into.strength_mg == 0) into.strength_mg = t.strength_mg;
  if (into.concentration_mg_per_ml == 0) into.concentration_mg_per_ml = t.concentration_mg_per_ml;
  if (into.prednisone_factor == 0) into.prednisone_factor = t.prednisone_factor;
  if (!into.named) into.named = &t;
  into.identified = true;
}

bool differ(double a, double b) { return a > 0 && b > 0 && !cds::about_equal(a, b); }

constexpr std::string_view other_drug = "its codings name different drugs";
constexpr std::string_view other_strength = "its codings name different strengths";
constexpr std::string_view other_route = "its codings name products for different routes";

/// Why one more coding cannot be of the same product; empty when it can.
std::string_view contradiction(const cds::drug& drug, const cds::term& t) {
  if (!drug.identified) return {};
  if (drug.agent != t.agent || differ(drug.prednisone_factor, t.prednisone_factor)) return other_drug;
  if (drug.route != t.route && drug.route != cds::route::unknown && t.route != cds::route::unknown) return other_route;
  const bool tablet_and_liquid = (drug.strength_mg > 0 && t.concentration_mg_per_ml > 0) ||
                                 (drug.concentration_mg_per_ml > 0 && t.strength_mg > 0);
  if (tablet_and_liquid || differ(drug.strength_mg, t.strength_mg) ||
      differ(drug.concentration_mg_per_ml, t.concentration_mg_per_ml))
    return other_strength;
  return {};
}

void forget_strength(cds::drug& drug) { drug.strength_mg = drug.concentration_mg_per_ml = 0; }

/// A fault in a draft order; elsewhere what contradicts itself is not used.
void refuse(const json::value& at, std::string_view why, report& to) {
  if (to.draft)
    to.fault(issue_code::invalid, at.path(), std::string(why));
  else
    to.say(at, std::string(why));
}

void add_words(cds::drug& drug, const json::value& words, const cds::terminology& terms) {
  if (!drug.identified)
    if (const auto* t = ingredient_in_words(words, terms)) add(drug, *t);
  if (drug.identified && drug.route == cds::route::unknown) drug.route = route_in_words(words);
}

/// The drug of a concept's codes and words; nothing when they are of different drugs.
std::optional<cds::drug> read_concept_drug(const json::value& codeable, const chart& of, report& to) {
  cds::drug drug;
  bool strength_disputed = false;
  for (const auto coding : array_member(codeable, "coding", to)) {
    const auto* t = term_of(coding, of.terms(), to);
    if (!t) continue;
    if (const auto why = contradiction(drug, *t); !why.empty()) {
      refuse(coding, why, to);
      if (why != other_strength) return std::nullopt;
      strength_disputed = true;
    }
    add(drug, *t);
    if (strength_disputed) forget_strength(drug);
  }
  add_words(drug, codeable, of.terms());
  return drug;
}

/// The first of these members that is there; FHIR versions name one thing differently.
json::value first_of(const json::value& in, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (has(in, name)) return in[name];
  return {};
}

bool names_a_salt(const json::value& codeable, const chart& of) {
  report untold; // what is wrong with these codings is told where they are read
  if (is_salt_name(codeable["text"].string().value_or(""))) return true;
  for (const auto coding : array_member(codeable, "coding", untold)) {
    const auto* t = term_of(coding, of.terms(), untold);
    if (is_salt_name(coding["display"].string().value_or("")) || (t && is_salt_name(t->coding.display))) return true;
  }
  return false;
}

/// Strength of a Medication's only ingredient: mg in one tablet, or mg in so many mL.
void add_strength(cds::drug& into, const json::value& ingredient, report& to) {
  const auto strength = first_of(ingredient, {"strength", "strengthRatio", "amount"}); // R4, R5, before R4
  if (!strength) return;
  const auto contains = read_dose(strength["numerator"], to);
  const auto in = read_amount(strength["denominator"], to);
  if (!contains || contains->unit != cds::unit::milligram || !in) return;
  const bool liquid = in->unit == cds::unit::millilitre;
  auto& known = liquid ? into.concentration_mg_per_ml : into.strength_mg;
  const double stated = contains->value / in->value;
  if (differ(known, stated)) {
    to.say(strength, "the product's code names another strength");
    forget_strength(into);
  } else if (into.strength_mg == 0 && into.concentration_mg_per_ml == 0) {
    known = stated;
  }
}

/// Nothing when the Medication contradicts itself.
std::optional<cds::drug> drug_of_medication(const json::value& medication, const chart& of, report& to) {
  auto drug = read_concept_drug(medication["code"], of, to);
  const auto dstu2 = medication["product"];
  const auto ingredients = array_member(dstu2 ? dstu2 : medication, "ingredient", to);
  if (!drug || ingredients.size() != 1) return drug; // of a combination no single strength is known
  const auto only = ingredients[0];
  if (refuses_plain_reading(only)) return drug;
  const auto item = only["item"]["concept"]; // R5
  const auto concept_of_only = item ? item : only["itemCodeableConcept"];
  const auto contents = read_concept_drug(concept_of_only, of, to);
  if (!contents) return std::nullopt;
  if (!drug->identified) drug = contents;
  if (contents->identified && drug->agent != contents->agent) {
    refuse(only, "is another drug than the code of its Medication", to);
    return std::nullopt;
  }
  if (contents->identified && !names_a_salt(concept_of_only, of)) add_strength(*drug, only, to);
  return drug;
}

/// Why a Medication may not stand for the drug; an inactive one was still given.
std::optional<std::string> reason_not_to_use(const json::value& medication) {
  if (const auto reason = refuses_plain_reading(medication)) return std::string(*reason);
  if (!has(medication, "status")) return std::nullopt;
  const auto status = medication["status"].string().value_or("");
  if (status == "active" || status == "inactive") return std::nullopt;
  return status == "entered-in-error" ? "it is entered in error" : "status " + quoted(status) + " is not a known one";
}

drug_reading drug_of_reference(const json::value& reference, const json::value& holder, const chart& of, origin from,
                               report& to) {
  const auto medication = of.references.find(reference, holder, from);
  cds::drug shown;
  add_words(shown, reference, of.terms());
  if (medication["resourceType"].string() != "Medication") {
    if (!shown.identified) to.say(reference, "names a Medication that was not supplied");
    return {shown, !shown.identified};
  }
  if (const auto reason = reason_not_to_use(medication)) {
    to.say(reference, "the Medication it names is not used: " + *reason);
    return {{}, true};
  }
  const auto supplied = drug_of_medication(medication, of, to);
  if (!supplied) return {{}, true};
  return {supplied->identified ? *supplied : shown, false};
}

} // namespace

cds::drug drug_of_concept(const json::value& codeable, const chart& of, report& to) {
  if (!codeable || codeable.is_null()) return {};
  if (!codeable.is(json::kind::object)) {
    to.wrong_type(codeable, "an object");
    return {};
  }
  if (codeable.is_written_like(to.last_drug.element)) return to.last_drug.read;
  const auto told = to.told();
  const auto drug = read_concept_drug(codeable, of, to).value_or(cds::drug{});
  if (to.told() == told) to.last_drug = {codeable, drug};
  return drug;
}

/// R5 holds a concept, a reference or both in one element; both must be of one drug.
drug_reading drug_of_either(const json::value& either, const json::value& holder, const chart& of, origin from,
                            report& to) {
  const auto drug = drug_of_concept(either["concept"], of, to);
  const auto reference = object_member(either, "reference", to);
  if (!reference) return {drug, false};
  const auto medication = of.references.find(reference, holder, from);
  if (!drug.identified || medication["resourceType"].string() != "Medication" || reason_not_to_use(medication)) {
    if (drug.identified) return {drug, false};
    return drug_of_reference(reference, holder, of, from, to);
  }
  const auto supplied = drug_of_medication(medication, of, to);
  if (!supplied) return {{}, true};
  const bool other =
      supplied->identified && (supplied->agent != drug.agent || differ(supplied->strength_mg, drug.strength_mg) ||
                               differ(supplied->concentration_mg_per_ml, drug.concentration_mg_per_ml));
  if (!other) return {drug, false};
  to.say(either, "its concept and the Medication it names are of different drugs or strengths");
  return {{}, true};
}

drug_reading read_drug(const json::value& resource, const chart& of, origin from, report& to) {
  if (const auto either = object_member(resource, "medication", to))
    return drug_of_either(either, resource, of, from, to);
  if (has(resource, "medicationReference") && has(resource, "medicationCodeableConcept")) {
    constexpr std::string_view both = "must not stand beside medicationReference";
    if (to.draft)
      to.fault(issue_code::invalid, resource["medicationCodeableConcept"].path(), std::string(both));
    else
      to.say(resource["medicationCodeableConcept"], std::string(both));
  }
  if (has(resource, "medicationReference"))
    return drug_of_reference(object_member(resource, "medicationReference", to), resource, of, from, to);
  return {drug_of_concept(resource["medicationCodeableConcept"], of, to), false};
}

} // namespace fhir
