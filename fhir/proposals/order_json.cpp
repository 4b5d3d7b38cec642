#include "fhir/proposals/order_json.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

#include "fhir/proposals/dosage_json.hpp"
#include "fhir/proposals/reason_json.hpp"

namespace fhir::proposals {

namespace {

std::string text_of(cds::instant at) {
  const auto today = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(today);
  const std::chrono::hh_mm_ss time(at - today);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

bool is_id(std::string_view text) {
  constexpr std::size_t longest = 64;
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), fits);
}

bool can_order(std::string_view user) {
  for (const std::string_view type : {"Practitioner/", "PractitionerRole/"}) {
    if (user.starts_with(type) && is_id(user.substr(type.size()))) return true;
  }
  return false;
}

void write_reference(json::writer& out, std::string_view name, const std::string& target) {
  out.name(name).begin_object().member("reference", target).end_object();
}

void begin_order(json::writer& out, std::string_view type) {
  out.begin_object().member("resourceType", type).member("status", "draft").member("intent", "order");
}

/// Whom it is for, from whom, when and why: the same for every order.
void end_order(json::writer& out, const proposal_context& context, const std::string& reason) {
  if (context.facts == nullptr) throw std::logic_error("a proposal without facts");
  write_reference(out, "subject", fmt::format("Patient/{}", context.patient_id));
  if (!context.encounter_id.empty())
    write_reference(out, "encounter", fmt::format("Encounter/{}", context.encounter_id));
  out.member("authoredOn", text_of(context.facts->now.at));
  if (can_order(context.user)) write_reference(out, "requester", std::string(context.user));
  out.members(reason);
}

std::string service(const cds::coding& code, bool urgent, const proposal_context& context) {
  std::string text;
  json::writer out(text);
  begin_order(out, "ServiceRequest");
  out.member("priority", urgent ? "urgent" : "routine");
  write_concept(out.name("code"), code);
  end_order(out, context, shared_reason(context));
  out.end_object();
  return text;
}

cds::coding coding_of(const cds::orderable* product) {
  if (product == nullptr) throw std::logic_error("an order without a product");
  return {cds::code_system::rxnorm, product->rxnorm, product->display};
}

void write_supply(json::writer& out, const course& c) {
  if (!c.units() && !c.days) return;
  out.name("dispenseRequest").begin_object();
  if (const auto units = c.units()) write_units(out.name("quantity"), *units, c.form);
  if (c.days) write_days(out.name("expectedSupplyDuration"), *c.days);
  out.end_object();
}

} // namespace

std::string test_order(const cds::order_test& what, const proposal_context& context) {
  return service(what.code, what.urgent, context);
}

std::string referral(const cds::refer& what, const proposal_context& context) {
  return service(what.to, what.urgent, context);
}

std::string oral_order(const cds::order_oral& what, const proposal_context& context) {
  std::string text;
  json::writer out(text);
  begin_order(out, "MedicationRequest");
  write_concept(out.name("medicationCodeableConcept"), coding_of(what.product));
  end_order(out, context, reason_of(draft_at(context, what.for_draft)));
  const auto c = course_of(what.plan, form_of(what.product->strength_mg, what.product->display));
  out.name("dosageInstruction").begin_array();
  write_oral_dosage(out, c, release::r4);
  out.end_array();
  write_supply(out, c);
  out.end_object();
  return text;
}

std::string foscarnet_order(const cds::order_foscarnet& what, const proposal_context& context) {
  if (!(what.dose_mg > 0)) throw std::logic_error("an order without a dose"); // only a change may stay per kilogram
  std::string text;
  json::writer out(text);
  begin_order(out, "MedicationRequest");
  write_concept(out.name("medicationCodeableConcept"), coding_of(what.product));
  end_order(out, context, reason_of(draft_at(context, what.for_draft)));
  out.name("dosageInstruction").begin_array();
  write_infusion_dosage(out, {what.mg_per_kg, what.dose_mg, what.interval_hours, what.infusion_hours}, release::r4);
  out.end_array().end_object();
  return text;
}

} // namespace fhir::proposals
