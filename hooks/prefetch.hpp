// What the client fetched beforehand: four states of each key, never merged.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "cds/knowledge.hpp"
#include "fhir/facts.hpp"
#include "fhir/issue.hpp"
#include "hooks/problem.hpp"

namespace hooks {

using prefetched = std::array<fhir::supplied, fhir::data_kind_count>;

/// The state of every key. A key of the wrong type is a fault; keys that were not asked for are ignored; `prefetch` may
/// be missing or null.
///   absent   the key is not there
///   failed   an OperationOutcome, or a Bundle that is not the whole result: a next page, or matches counted but not
///   sent empty    null, or a Bundle without entries present  a Bundle with entries; the Patient
prefetched read_prefetch(const fhir::json::value& root, std::vector<fhir::issue>& faults);

/// The refusal (412) that names each key without which nothing can be checked; nothing when all are there.
std::optional<problem> refuse_missing(const prefetched& data);

/// The FHIR query that discovery publishes for a key.
std::string template_of(fhir::data_kind kind, const cds::terminology& terms);

} // namespace hooks
