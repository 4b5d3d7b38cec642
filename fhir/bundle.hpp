// Bundles: which of their resources belong to the patient of the request, and whether the set is whole.
#pragma once

#include <string_view>
#include <vector>

#include "fhir/chart.hpp"

namespace fhir {

enum class belonging : unsigned char { this_patient, another_patient, nobody };

/// Whose a resource of this type is, by `subject` and `patient`. This patient's is only a literal reference to this
/// patient, a `urn:` that names this patient's resource, and an identifier, alone or of a contained Patient, that the
/// prefetched Patient carries too. Everything else that names somebody is another patient's, also when there is nothing
/// to compare with.
belonging belonging_of(const json::value& resource, std::string_view type, const chart& of, origin from);

/// Whether one Reference of `holder` names this patient.
bool names_this_patient(const json::value& reference, const json::value& holder, const chart& of, origin from);

struct named_resource {
  json::value resource;
  cds::resource_ref name;
};
/// The resources of one type under one prefetch key.
struct search_set {
  std::vector<named_resource> resources; // this patient's; each once
  bool whole = true;                     // false: cut short, failed in part, or holding another patient's data
};

/// Reads a search result, page by page; other types of resources in it are skipped. A malformed Bundle is a fault.
search_set read_search_set(const supplied& pages, std::string_view type, const chart& of, report& to);

/// The resources of context.draftOrders that are this patient's orders, with their index.
struct draft_entry {
  std::size_t entry = 0;
  json::value resource;
};
/// Every draft is checked against the whole chart: no more than this many.
inline constexpr std::size_t most_drafts = 200;
/// A malformed Bundle, an order for another patient or for nobody, and too many orders are faults.
std::vector<draft_entry> read_draft_bundle(const json::value& bundle, const chart& of, report& to);

} // namespace fhir
