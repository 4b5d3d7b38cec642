#include "hooks/problem.hpp"

#include <algorithm>
#include <string>

#include "fhir/json/writer.hpp"

namespace hooks {
namespace {

void write_issue(fhir::json::writer& out, const fhir::issue& fault) {
  out.begin_object();
  out.member("severity", "error").member("code", fhir::name_of(fault.code)).member("diagnostics", fault.message);
  if (!fault.path.empty()) out.name("expression").begin_array().string(fault.path).end_array();
  out.end_object();
}

} // namespace

reply to_reply(const problem& refused) {
  reply answer{.status = refused.status, .content_type = "application/json", .headers = refused.headers, .body = {}};
  fhir::json::writer out(answer.body);
  out.begin_object().member("resourceType", "OperationOutcome").name("issue").begin_array();
  auto told = std::min(refused.issues.size(), most_issues);
  for (std::size_t i = 0; i < told; ++i) write_issue(out, refused.issues[i]);
  if (auto untold = refused.issues.size() - told; untold > 0) {
    write_issue(out, {fhir::issue_code::too_costly, "", "and " + std::to_string(untold) + " more faults"});
  }
  out.end_array().end_object();
  return answer;
}

} // namespace hooks
