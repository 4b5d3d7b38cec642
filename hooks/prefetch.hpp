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

inline constexpr std::size_t most_prefetched_entries = 5000; // of all keys together

using prefetched = std::array<fhir::supplied, fhir::data_kind_count>;

/// The state of every key. A key of the wrong type and too many entries are faults; keys that were not asked for are
/// ignored; `prefetch` may be missing or null.
///   absent   the key is not there
///   failed   an OperationOutcome, or an empty Bundle that counts matches
///   empty    null, or a Bundle without entries and without a next page
///   present  a Bundle with entries, or with a next page; the Patient
prefetched read_prefetch(const fhir::json::value& root, std::vector<fhir::issue>& faults);

/// Which keys are asked for; a hospital can switch off the optional ones, and what needs them is then not checked.
class prefetch_keys {
 public:
  bool uses(fhir::data_kind k) const { return !off_[static_cast<std::size_t>(k)]; }
  /// False, and nothing changes, for a key without which nothing can be checked.
  bool switch_off(fhir::data_kind k);

 private:
  std::array<bool, fhir::data_kind_count> off_{};
};
bool is_required(fhir::data_kind k);
std::optional<fhir::data_kind> key_named(std::string_view name); // `serviceRequests`

/// The address of a Bundle's next page as it says it; empty when it has none.
std::string_view next_page_of(const fhir::json::value& bundle);

/// Matches that were counted but not sent, which are not "none".
bool only_counts(const fhir::json::value& bundle);

/// Makes every key failed whose result goes on on a page that is not there: half a history is worse than none, since
/// what is missing could change every answer.
void fail_unfinished(prefetched& data);

/// The refusal (412) that names each key without which nothing can be checked; nothing when all are there.
std::optional<problem> refuse_missing(const prefetched& data);

/// What the keys `labs` and `vitals` ask for.
const cds::value_sets& laboratory_sets();
const cds::value_sets& vital_sign_sets();

/// The FHIR query that discovery publishes for a key.
std::string template_of(fhir::data_kind kind, const cds::terminology& terms);

} // namespace hooks
