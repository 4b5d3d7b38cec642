#include "fhir/issue.hpp"

namespace fhir {

const char* name_of(issue_code c) {
  switch (c) {
  case issue_code::structure:
    return "structure";
  case issue_code::required:
    return "required";
  case issue_code::value:
    return "value";
  case issue_code::invalid:
    return "invalid";
  case issue_code::not_supported:
    return "not-supported";
  case issue_code::not_found:
    return "not-found";
  case issue_code::security:
    return "security";
  case issue_code::too_long:
    return "too-long";
  case issue_code::too_costly:
    return "too-costly";
  case issue_code::processing:
    return "processing";
  case issue_code::throttled:
    return "throttled";
  case issue_code::timeout:
    return "timeout";
  case issue_code::exception:
    return "exception";
  case issue_code::forbidden:
    return "forbidden";
  case issue_code::login:
    return "login";
  }
  return "";
}

} // namespace fhir
