#include "fhir/drug.hpp"

#include "fhir/codeable.hpp"
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

/// The one ingredient that the concept's own words name; null when they name none or do not agree.
const cds::term* ingredient_in_words(const json::value& codeable, const cds::terminology& terms) {
  if (const auto text = codeable["text"].string())
    if (const auto* t = terms.find_ingredient(*text)) return t;
  const cds::term* found = nullptr;
  for (const auto coding : codeable["coding"]) {
    const auto* t = terms.find_ingredient(coding["display"].string().value_or(""));
    if (t && found && t != found) return nullptr;
    if (t) found = t;
  }
  return found;
}

/// The first of these members that is there; FHIR versions name one thing differently.
json::value first_of(const json::value& in, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (has(in, name)) return in[name];
  return {};
}

/// Strength of a Medication's only ingredient: mg in one tablet, or mg in so many mL.
void add_strength(cds::drug& into, const json::value& ingredient, report& to) {
  const auto strength = first_of(ingredient, {"strength", "strengthRatio", "amount"}); // R4, R5, before R4
  if (!strength || into.strength_mg > 0 || into.concentration_mg_per_ml > 0) return;
  const auto contains = read_dose(strength["numerator"], to);
  const auto in = read_amount(strength["denominator"], to);
  if (!contains || contains->unit != cds::unit::milligram || !in) return;
  auto& known = in->unit == cds::unit::millilitre ? into.concentration_mg_per_ml : into.strength_mg;
  known = contains->value / in->value;
}

cds::drug drug_of_medication(const json::value& medication, const chart& of, report& to) {
  auto drug = drug_of_concept(medication["code"], of, to);
  const auto dstu2 = medication["product"];
  const auto ingredients = array_member(dstu2 ? dstu2 : medication, "ingredient", to);
  if (ingredients.size() != 1) return drug;
  const auto only = ingredients[0];
  if (refuses_plain_reading(only)) return drug;
  const auto item = only["item"]["concept"]; // R5
  const auto contents = drug_of_concept(item ? item : only["itemCodeableConcept"], of, to);
  if (!drug.identified) drug = contents;
  if (drug.agent == contents.agent) add_strength(drug, only, to);
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
  if (medication["resourceType"].string() == "Medication") {
    const auto reason = reason_not_to_use(medication);
    if (!reason) return {drug_of_medication(medication, of, to), false};
    to.say(reference, "the Medication it names is not used: " + *reason);
    return {{}, true};
  }
  drug_reading read{{}, true};
  if (const auto* t = of.terms().find_ingredient(reference["display"].string().value_or(""))) {
    add(read.drug, *t);
    read.unresolved = false;
  } else {
    to.say(reference, "names a Medication that was not supplied");
  }
  return read;
}

} // namespace

cds::drug drug_of_concept(const json::value& codeable, const chart& of, report& to) {
  cds::drug drug;
  if (!codeable || codeable.is_null()) return drug;
  if (!codeable.is(json::kind::object)) {
    to.wrong_type(codeable, "an object");
    return drug;
  }
  for (const auto coding : array_member(codeable, "coding", to)) {
    const auto* t = term_of(coding, of.terms(), to);
    if (!t) continue;
    const bool other_drug = drug.agent != t->agent && drug.agent != cds::agent::none && t->agent != cds::agent::none;
    const bool other_strength = differ(drug.strength_mg, t->strength_mg);
    if (other_drug || other_strength) {
      const std::string_view says =
          other_drug ? "its codings name different drugs" : "its codings name different strengths";
      if (to.draft)
        to.fault(issue_code::invalid, coding.path(), std::string(says));
      else
        to.say(coding, std::string(says));
      continue;
    }
    add(drug, *t);
  }
  if (!drug.identified)
    if (const auto* t = ingredient_in_words(codeable, of.terms())) add(drug, *t);
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
  const bool other =
      supplied.identified && (supplied.agent != drug.agent || differ(supplied.strength_mg, drug.strength_mg));
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
