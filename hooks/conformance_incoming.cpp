#include "hooks/conformance.hpp"
#include "hooks/conformance_findings.hpp"

namespace hooks {
namespace {

using fhir::json::value;

/// A null stands for what a client does not have.
bool is_there(const value& v) { return v.exists() && !v.is_null(); }

} // namespace

std::vector<violation> check_request(const value& request) {
  findings found;
  found.require_member(!is_there(request["fhirAuthorization"]) || is_there(request["fhirServer"]), request,
                       "fhirServer", "authorization-needs-server");
  return found.take();
}

std::vector<violation> check_feedback(const value& body) {
  findings found;
  if (!found.require_items(body, "feedback", "feedback-has-items")) return found.take();
  for (const auto& item : body["feedback"]) {
    found.require_word(item, "outcome", {"accepted", "overridden"}, "outcome-is-known");
    if (item["outcome"].string() == "accepted")
      found.require_items(item, "acceptedSuggestions", "accepted-names-suggestions");
    const auto why = item["overrideReason"];
    found.require(!is_there(why) || is_there(why["reason"]) || has_text(why["userComment"]), why,
                  "override-has-reason-or-comment");
  }
  return found.take();
}

} // namespace hooks
