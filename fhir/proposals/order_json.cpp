#include "fhir/proposals/order_json.hpp"

#include <stdexcept>

#include "fhir/proposals/dosage_json.hpp"
#include "fhir/proposals/order_shape.hpp"
#include "fhir/proposals/reason_json.hpp"

namespace fhir::proposals {

namespace {

/// A test stands in the code of its order, of a DiagnosticOrder in an item of it; a ReferralRequest asks for services.
void write_code(json::writer& out, const cds::coding& code, order_kind kind, release version) {
  if (version == release::r4) return write_concept(out.name("code"), code);
  if (version == release::r5) {
    write_concept(out.name("code").begin_object().name("concept"), code);
    out.end_object();
  } else if (kind == order_kind::referral) {
    write_concept(out.name("serviceRequested").begin_array(), code);
    out.end_array();
  } else if (version == release::stu3) {
    write_concept(out.name("code"), code);
  } else {
    write_concept(out.name("item").begin_array().begin_object().name("code"), code);
    out.end_object().end_array();
  }
}

void write_service(json::writer& out, const cds::coding& code, bool urgent, order_kind kind,
                   const proposal_context& context) {
  const auto version = release_of(context);
  begin_order(out, kind, version);
  write_priority(out, urgent, kind, version);
  write_code(out, code, kind, version);
  write_circumstances(out, context, shared_reason(context), kind, version);
  out.end_object();
}

void write_product(json::writer& out, const cds::orderable* product, release version) {
  if (product == nullptr) throw std::logic_error("an order without a product");
  write_medication(out, {cds::code_system::rxnorm, product->rxnorm, product->display}, version);
}

void write_supply(json::writer& out, const course& c) {
  if (!c.units() && !c.days) return;
  out.name("dispenseRequest").begin_object();
  if (const auto units = c.units()) write_units(out.name("quantity"), *units, c.form);
  if (c.days) write_days(out.name("expectedSupplyDuration"), *c.days);
  out.end_object();
}

/// An order that goes with a draft, or in its place, up to its dosage.
void begin_medicine(json::writer& out, const cds::orderable* product, const draft& beside, release version,
                    const proposal_context& context) {
  begin_order(out, order_kind::medicine, version);
  write_product(out, product, version);
  write_circumstances(out, context, reason_of(beside), order_kind::medicine, version);
}

} // namespace

void write_test(json::writer& out, const cds::order_test& what, const proposal_context& context) {
  write_service(out, what.code, what.urgent, order_kind::test, context);
}

void write_referral(json::writer& out, const cds::refer& what, const proposal_context& context) {
  write_service(out, what.to, what.urgent, order_kind::referral, context);
}

void write_oral_order(json::writer& out, const cds::order_oral& what, const proposal_context& context) {
  const auto beside = draft_at(context, what.for_draft);
  const auto version = release_of(beside.resource, context);
  begin_medicine(out, what.product, beside, version, context);
  const auto c = course_of(what.plan, form_of(what.product->strength_mg, what.product->display));
  out.name("dosageInstruction").begin_array();
  write_oral_dosage(out, c, version);
  out.end_array();
  write_supply(out, c);
  out.end_object();
}

void write_foscarnet_order(json::writer& out, const cds::order_foscarnet& what, const proposal_context& context) {
  if (!(what.dose_mg > 0)) throw std::logic_error("an order without a dose"); // only a change may stay per kilogram
  const auto beside = draft_at(context, what.for_draft);
  const auto version = release_of(beside.resource, context);
  begin_medicine(out, what.product, beside, version, context);
  out.name("dosageInstruction").begin_array();
  write_infusion_dosage(out, {what.mg_per_kg, what.dose_mg, what.interval_hours, what.infusion_hours}, version);
  out.end_array().end_object();
}

} // namespace fhir::proposals
