#include "server/protocol/refusal_issue.hpp"

namespace server {
namespace {

fhir::issue_code code_of(int status) {
  switch (status) {
  case 408:
    return fhir::issue_code::timeout;
  case 413:
  case 414:
  case 431:
    return fhir::issue_code::too_long;
  case 415:
  case 417:
  case 501:
  case 505:
    return fhir::issue_code::not_supported;
  case 429:
  case 503:
    return fhir::issue_code::throttled;
  default:
    return status >= 500 ? fhir::issue_code::exception : fhir::issue_code::structure;
  }
}

} // namespace

fhir::issue issue_of(const refusal& why) { return {code_of(why.status), {}, why.message}; }

} // namespace server
