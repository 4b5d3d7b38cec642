// Calls about one order of valacyclovir, and what a FHIR server holds about its patient, as a test wants them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/server/support/jwt_signer.hpp"
#include "tests/server/support/tls_client.hpp"

namespace server_tests {

inline const std::string sign = "/cds-services/antiviral-order-sign";
inline const std::string feedback = sign + "/feedback";
/// In the order of fhir::data_kind, the Patient first.
inline const std::vector<std::string> prefetch_keys{"patient",         "conditions", "medications", "dispenses",
                                                    "administrations", "statements", "labs",        "vitals",
                                                    "serviceRequests", "allergies"};

struct order_wish {
  std::string fhir_server = "https://ehr.example/fhir";
  std::string patient = "p-1";
  std::string draft = "d-1";
  std::string access_token = "tok-en";
  json_members prefetch = {}; // keys and their JSON
};

/// 2 g twice a day for two days, for the lips: too long, and far too much for poor kidneys.
std::string order(const order_wish& wish = {});
std::string patient_named(std::string_view id);
/// Every key, without anything but the Patient.
json_members empty_chart(std::string_view patient = "p-1");
/// The order with `empty_chart` beside it.
std::string prefetched_order();

/// Feedback on cards of these uuids, made from numbers: item i overrides the card `uuid_of(i)`.
std::string uuid_of(unsigned number);
std::string feedback_on(unsigned first, unsigned count);

/// An answer of HTTP/1.1.
std::string http_text(std::string_view body, std::string_view status = "200 OK",
                      std::string_view content_type = "application/fhir+json");
/// A searchset; `next` empty: the last page.
std::string bundle_of(const std::vector<std::string>& resources, std::string_view next = {});
/// An hour old; `creatinine` of 3.4 mg/dL, `weight` of 61 kg.
std::string creatinine(std::string_view id, std::string_view patient = "p-1");
std::string weight(std::string_view id, std::string_view patient = "p-1");
/// A FHIR server's body for a query about a woman with poor kidneys, who needs a smaller dose.
std::string poor_kidneys(const std::string& target, const std::string& patient = "p-1");

/// What the cards of an answer say, its uuids aside; throws for an answer that has none.
std::string cards_in(const http_answer& answer);
/// The paths of the faults that a refusal names; empty for a fault without one.
std::vector<std::string> places_in(const http_answer& refusal);

} // namespace server_tests
