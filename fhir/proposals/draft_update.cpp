#include "fhir/proposals/draft_update.hpp"

#include "fhir/json/pruned.hpp"
#include "fhir/json/writer.hpp"
#include "fhir/proposals/course.hpp"
#include "fhir/proposals/dosage_json.hpp"
#include "fhir/proposals/old_dosage.hpp"

namespace fhir::proposals {

namespace {

/// The same drug in the strength that makes the dose of the fewest whole units; null when there is none.
const cds::orderable* strength_for(double dose_mg, cds::agent agent, const cds::knowledge& known) {
  const cds::orderable* best = nullptr;
  for (const auto& product : known.orderables) {
    if (product.agent != agent || !units_for(dose_mg, form_of(product.strength_mg, product.display))) continue;
    if (best == nullptr || product.strength_mg > best->strength_mg) best = &product;
  }
  return best;
}

class rewriting {
 public:
  rewriting(const draft& d, const cds::dose_plan& plan, release version, const cds::knowledge* known)
      : draft_(d), version_(version), other_(other_product(plan, known)), course_(course_of(plan, form())) {}

  void write(json::writer& out) const {
    out.begin_object();
    for (const auto member : draft_.resource) write_member(out, member);
    if (!draft_.resource["dosageInstruction"].exists()) write_dosage(out);
    out.end_object();
  }

 private:
  /// Only a coded product is replaced: a Medication that is referred to may be shared, and R4 wants a contained one to
  /// be used.
  const cds::orderable* other_product(const cds::dose_plan& plan, const cds::knowledge* known) const {
    const auto& drug = draft_.read.drug;
    const bool coded =
        draft_.resource["medicationCodeableConcept"].exists() || draft_.resource["medication"]["concept"].exists();
    if (known == nullptr || !coded || drug.strength_mg <= 0 || can_give(plan.dose_mg, drug.strength_mg)) return nullptr;
    return strength_for(plan.dose_mg, drug.agent, *known);
  }

  product_form drafted_form() const {
    const auto& drug = draft_.read.drug;
    return form_of(drug.strength_mg, drug.named == nullptr ? std::string_view() : drug.named->coding.display);
  }

  product_form form() const {
    return other_ == nullptr ? drafted_form() : form_of(other_->strength_mg, other_->display);
  }

  void write_member(json::writer& out, const json::value& member) const {
    const auto name = member.name();
    if (tells_the_old_dosage(name)) return;
    if (name == "dosageInstruction") return write_dosage(out);
    if (name == "dispenseRequest") return write_supply(out, member);
    if (other_ != nullptr && (name == "medicationCodeableConcept" || name == "medication"))
      return write_medication(out, {cds::code_system::rxnorm, other_->rxnorm, other_->display},
                              name == "medication" ? release::r5 : version_);
    write_kept_member(out, member);
  }

  void write_dosage(json::writer& out) const {
    const auto route = draft_.resource["dosageInstruction"][0]["route"];
    const bool keeps_route = draft_.read.dosage.route == cds::route::oral && !json::is_empty(route);
    out.name("dosageInstruction").begin_array();
    write_oral_dosage(out, course_, version_, keeps_route ? route : json::value());
    out.end_array();
  }

  void write_supply(json::writer& out, const json::value& supply) const {
    std::string text;
    json::writer inner(text);
    inner.begin_object();
    for (const auto member : supply) {
      const bool other_product = other_ != nullptr && member.name().starts_with("medication"); // DSTU2 repeats it
      if (member.name() == "quantity") {
        if (course_.units()) write_amount(inner.name("quantity"), member);
      } else if (member.name() == "expectedSupplyDuration") {
        if (course_.days) write_days(inner.name("expectedSupplyDuration"), *course_.days);
      } else if (!tells_the_old_supply(member.name()) && !other_product) {
        write_kept_member(inner, member);
      }
    }
    inner.end_object();
    if (text != "{}") out.name("dispenseRequest").raw(text);
  }

  /// In the draft's own unit when it counts pieces of the product that stays; else in ours.
  void write_amount(json::writer& out, const json::value& drafted) const {
    const auto& amount = draft_.read.amount;
    const bool counts_pieces = amount && amount->unit == cds::unit::product_unit && other_ == nullptr;
    if (!counts_pieces) return write_units(out, *course_.units(), course_.form);
    out.begin_object();
    for (const auto member : drafted) {
      if (member.name() == "value") {
        out.member("value", *course_.units());
      } else {
        json::write_pruned_member(out, member);
      }
    }
    out.end_object();
  }

  const draft& draft_;
  release version_;
  const cds::orderable* other_;
  course course_;
};

/// What was to be dispensed no longer follows.
void write_supply_without_amount(json::writer& out, const json::value& supply) {
  std::string kept;
  json::writer inner(kept);
  inner.begin_object();
  for (const auto part : supply)
    if (part.name() != "quantity" && part.name() != "expectedSupplyDuration" && !tells_the_old_supply(part.name()))
      write_kept_member(inner, part);
  inner.end_object();
  if (kept != "{}") out.name("dispenseRequest").raw(kept);
}

} // namespace

void write_with_infusion(json::writer& out, const draft& d, const cds::change_foscarnet& change, release version) {
  const auto write_dosage = [&] {
    out.name("dosageInstruction").begin_array();
    write_infusion_dosage(out, {change.mg_per_kg, change.dose_mg, change.interval_hours, change.infusion_hours},
                          version);
    out.end_array();
  };
  out.begin_object();
  for (const auto member : d.resource) {
    if (tells_the_old_dosage(member.name())) continue;
    if (member.name() == "dosageInstruction") {
      write_dosage();
    } else if (member.name() == "dispenseRequest") {
      write_supply_without_amount(out, member);
    } else {
      write_kept_member(out, member);
    }
  }
  if (!d.resource["dosageInstruction"].exists()) write_dosage();
  out.end_object();
}

void write_with_dosage(json::writer& out, const draft& d, const cds::dose_plan& plan, release version,
                       const cds::knowledge* known) {
  rewriting(d, plan, version, known).write(out);
}

} // namespace fhir::proposals
