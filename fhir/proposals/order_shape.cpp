#include "fhir/proposals/order_shape.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>

namespace fhir::proposals {

namespace {

/// The names of an order and of its parts. Without a name for the date it is an event.
struct order_shape {
  std::string_view type, patient, encounter, authored, author;
  reason_form why = reason_form::lists;
};

order_shape shape_of(order_kind kind, release version) {
  const bool medicine = kind == order_kind::medicine;
  switch (version) {
  case release::dstu2:
    if (medicine)
      return {"MedicationOrder", "patient", "encounter", "dateWritten", "prescriber", reason_form::one_of_either};
    if (kind == order_kind::test)
      return {"DiagnosticOrder", "subject", "encounter", "", "orderer", reason_form::with_supporting};
    return {"ReferralRequest", "patient", "encounter", "date", "requester", reason_form::one_with_supporting};
  case release::stu3: {
    const auto type = medicine                   ? "MedicationRequest"
                      : kind == order_kind::test ? "ProcedureRequest"
                                                 : "ReferralRequest";
    return {type, "subject", "context", "authoredOn", "requester", reason_form::lists};
  }
  case release::r4:
  case release::r5:
    break;
  }
  return {medicine ? "MedicationRequest" : "ServiceRequest",
          "subject",
          "encounter",
          "authoredOn",
          "requester",
          version == release::r5 ? reason_form::either : reason_form::lists};
}

std::string text_of(cds::instant at) {
  const auto today = std::chrono::floor<std::chrono::days>(at);
  const auto second = (at - today).count();
  auto text = cds::to_text(today);
  const auto add = [&](char before, std::int64_t n) { // without fmt: a tenth of writing an order
    text += before;
    text += static_cast<char>('0' + n / 10);
    text += static_cast<char>('0' + n % 10);
  };
  add('T', second / 3600);
  add(':', second / 60 % 60);
  add(':', second % 60);
  return text += 'Z';
}

bool is_id(std::string_view text) {
  constexpr std::size_t longest = 64;
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), fits);
}

/// Before R4 a role could not order, only the person.
bool can_order(std::string_view user, release version) {
  for (const std::string_view type : {"Practitioner/", "PractitionerRole/"}) {
    if (user.starts_with(type) && is_id(user.substr(type.size())))
      return type == "Practitioner/" || version == release::r4 || version == release::r5;
  }
  return false;
}

void write_reference(json::writer& out, std::string_view name, std::string_view target) {
  out.name(name).begin_object().member("reference", target).end_object();
}

void write_date(json::writer& out, std::string_view name, cds::instant at) {
  if (!name.empty()) {
    out.member(name, text_of(at));
    return;
  }
  out.name("event").begin_array().begin_object().member("status", "draft").member("dateTime", text_of(at));
  out.end_object().end_array();
}

void write_author(json::writer& out, std::string_view name, std::string_view user, release version) {
  if (version != release::stu3) return write_reference(out, name, user);
  write_reference(out.name(name).begin_object(), "agent", user);
  out.end_object();
}

} // namespace

void begin_order(json::writer& out, order_kind kind, release version) {
  out.begin_object().member("resourceType", shape_of(kind, version).type).member("status", "draft");
  if (version != release::dstu2) out.member("intent", "order");
}

void write_priority(json::writer& out, bool urgent, order_kind kind, release version) {
  const auto code = urgent ? "urgent" : "routine";
  if (version != release::dstu2 || kind != order_kind::referral) {
    out.member("priority", code);
    return;
  }
  out.name("priority").begin_object().name("coding").begin_array().begin_object();
  out.member("system", "http://hl7.org/fhir/diagnostic-order-priority").member("code", code);
  out.end_object().end_array().member("text", code).end_object();
}

void write_circumstances(json::writer& out, const proposal_context& context, const reason& why, order_kind kind,
                         release version) {
  if (context.facts == nullptr) throw std::logic_error("a proposal without facts");
  const auto shape = shape_of(kind, version);
  write_reference(out, shape.patient, std::string("Patient/").append(context.patient_id));
  if (!context.encounter_id.empty())
    write_reference(out, shape.encounter, std::string("Encounter/").append(context.encounter_id));
  write_date(out, shape.authored, context.facts->now.at);
  if (can_order(context.user, version)) write_author(out, shape.author, context.user, version);
  write_reason(out, why, shape.why);
}

} // namespace fhir::proposals
