#include "hooks/request.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "hooks/members.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/selections.hpp"

namespace hooks {
namespace {

using fhir::issue;
using fhir::issue_code;
using fhir::json::kind;
using fhir::json::value;

// FHIR's `id`: what may stand in a URL unescaped.
bool is_id(std::string_view text) {
  auto ok = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, ok);
}

std::string_view without(std::string_view prefix, std::string_view text) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

/// An id, also when it is written as a reference `type/id`; empty and a fault when it is neither.
std::string_view read_id(const value& where, std::string_view written, std::string_view type_and_slash,
                         std::vector<issue>& faults) {
  auto id = without(type_and_slash, written);
  if (is_id(id)) return id;
  faults.push_back({issue_code::value, where.path(), "not a FHIR id: 1 to 64 letters, digits, `-` and `.`"});
  return {};
}

void read_hook(const value& root, const service& asked, std::vector<issue>& faults) {
  auto name = required_text(root, "hook", faults);
  if (!name.empty() && name != asked.hook_name) {
    faults.push_back({issue_code::value, root["hook"].path(),
                      "this service answers the hook `" + std::string(asked.hook_name) + "` only"});
  }
  required_text(root, "hookInstance", faults);
}

bool is_base_url(std::string_view text) {
  auto parsed = boost::urls::parse_absolute_uri(boost::urls::string_view(text.data(), text.size()));
  if (!parsed) return false;
  bool web = parsed->scheme() == "https" || parsed->scheme() == "http";
  return web && !parsed->host().empty() && !parsed->has_userinfo() && !parsed->has_query();
}

std::string_view read_server(const value& root, std::vector<issue>& faults) {
  auto url = optional_text(root, "fhirServer", faults);
  if (url.empty()) return {};
  if (!is_base_url(url)) {
    faults.push_back({issue_code::value, root["fhirServer"].path(), "not the absolute http(s) URL of a FHIR server"});
    return {};
  }
  while (url.ends_with('/')) url.remove_suffix(1);
  return url;
}

void read_authorization(const value& root, request& read, std::vector<issue>& faults) {
  auto authorization = optional_object(root, "fhirAuthorization", faults);
  if (!authorization.exists()) return;
  if (!root["fhirServer"].exists() || root["fhirServer"].is_null()) {
    faults.push_back(
        {issue_code::required, root.path_of("fhirServer"), "missing; `fhirAuthorization` needs the server it is for"});
  }
  read.access_token = optional_text(authorization, "access_token", faults);
  auto patient = without("Patient/", optional_text(authorization, "patient", faults));
  if (!patient.empty() && !read.patient_id.empty() && patient != read.patient_id) {
    faults.push_back({issue_code::security, authorization["patient"].path(),
                      "the access token is for another patient than `context.patientId`"});
  }
}

void read_orders(const value& context, request& into, std::vector<issue>& faults) {
  auto orders = required_object(context, "draftOrders", faults);
  if (!orders.exists()) return;
  if (orders["resourceType"].string() != "Bundle") {
    faults.push_back({issue_code::value, orders.path_of("resourceType"), "must be `Bundle`"});
  } else {
    into.draft_orders = orders;
  }
}

void read_context(const value& root, const service& asked, request& into, std::vector<issue>& faults) {
  auto context = required_object(root, "context", faults);
  if (!context.exists()) return;
  into.user_id = required_text(context, "userId", faults);
  if (auto id = required_text(context, "patientId", faults); !id.empty()) {
    into.patient_id = read_id(context["patientId"], id, "Patient/", faults);
  }
  if (auto id = optional_text(context, "encounterId", faults); !id.empty()) {
    into.encounter_id = read_id(context["encounterId"], id, "Encounter/", faults);
  }
  if (asked.is_about_orders()) read_orders(context, into, faults);
}

void read_selections(const value& context, const service& asked, request& into, std::vector<issue>& faults) {
  if (asked.hook != cds::hook::order_select || !context.is(kind::object)) return;
  check_selections(context, into.draft_orders, into.fhir_server, faults);
  into.selections = context["selections"];
}

} // namespace

request read_request(const value& root, const service& asked, std::vector<issue>& faults) {
  request read;
  if (!root.is(kind::object)) {
    faults.push_back(
        {issue_code::structure, "", std::string("the body must be a JSON object, not ") + with_article(root.kind())});
    return read;
  }
  read_hook(root, asked, faults);
  read_context(root, asked, read, faults);
  read.fhir_server = read_server(root, faults);
  read_selections(root["context"], asked, read, faults);
  read_authorization(root, read, faults);
  read.data = read_prefetch(root, faults);
  return read;
}

} // namespace hooks
