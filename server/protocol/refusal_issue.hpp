// What the transport refuses, told as the protocol tells faults.
#pragma once

#include "fhir/issue.hpp"
#include "server/handler.hpp"

namespace server {

fhir::issue issue_of(const refusal& why);

} // namespace server
