#include "fhir/bundle.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "fhir/listed_ids.hpp"

namespace fhir {
namespace {

/// Calls `visit(entry index, resource)` for every entry that has a resource; shape faults of the Bundle are reported.
template<class Visit> void for_each_resource(const json::value& bundle, report& to, Visit visit) {
  const auto entries = bundle["entry"];
  if (!entries || entries.is_null()) return;
  if (!entries.is(json::kind::array)) return to.fault(issue_code::structure, entries.path(), "must be an array");
  std::size_t index = 0;
  for (const auto entry : entries) {
    const auto resource = entry["resource"];
    if (!entry.is(json::kind::object))
      to.fault(issue_code::structure, entry.path(), "must be an object");
    else if (resource.is(json::kind::object))
      visit(index, resource);
    else if (resource && !resource.is_null())
      to.fault(issue_code::structure, resource.path(), "must be an object");
    ++index;
  }
}

bool is_bundle(const json::value& bundle, report& to) {
  if (!bundle.is(json::kind::object)) {
    to.fault(issue_code::structure, bundle.path(), "must be a Bundle");
    return false;
  }
  if (bundle["resourceType"].string() == "Bundle") return true;
  to.fault(issue_code::structure, bundle.path_of("resourceType"), "must be `Bundle`");
  return false;
}

/// Orders had other names before R4: those for drugs in DSTU2, the others until STU3.
bool is_of(std::string_view type, std::string_view wanted) {
  if (type == wanted) return true;
  if (wanted == "MedicationRequest") return type == "MedicationOrder";
  return wanted == "ServiceRequest" &&
         (type == "ProcedureRequest" || type == "ReferralRequest" || type == "DiagnosticOrder");
}

bool says_failure(const json::value& outcome) {
  const auto issues = outcome["issue"];
  return std::any_of(issues.begin(), issues.end(), [](const json::value& one) {
    const auto severity = one["severity"].string();
    return severity == "error" || severity == "fatal";
  });
}

/// One search result being read, page by page.
class set_reader {
 public:
  set_reader(std::string_view type, const chart& of, report& to) : type_(type), chart_(of), report_(to) {}

  void see_bundle(const json::value& bundle, bool last) {
    const auto type = bundle["type"].string();
    if (type && *type != "searchset" && *type != "collection" && *type != "batch" && *type != "transaction")
      taint(bundle["type"], "a Bundle of this type is no search result");
    if (const auto reason = refuses_plain_reading(bundle)) taint(bundle, std::string(*reason));
    entries_ += bundle["entry"].size();
    set_.resources.reserve(entries_);
    seen_.make_room(entries_);
    if (!last) return;
    for (const auto link : bundle["link"])
      if (link["relation"].string() == "next") taint(link, "the result goes on on a page that was not sent");
    const auto total = bundle["total"].integer();
    if (total && *total > static_cast<std::int64_t>(entries_))
      taint(bundle["total"], "it counts more resources than were sent");
  }

  void miss_page() { set_.whole = false; }

  void see(const json::value& resource) {
    const auto type = resource["resourceType"].string();
    if (!type) return taint(resource, "it has no resourceType");
    if (*type == "Bundle") return taint(resource, "a Bundle inside a Bundle is not read");
    if (*type == "OperationOutcome") {
      if (says_failure(resource)) taint(resource, "the search reported an error");
      return;
    }
    const auto whose = belonging_of(resource, *type, chart_, origin::prefetch);
    if (whose == belonging::another_patient) return taint(resource, "it names another patient");
    if (!is_of(*type, type_)) return;
    if (whose == belonging::nobody) return taint(resource, "it names no patient");
    if (const auto reason = refuses_plain_reading(resource)) return taint(resource, std::string(*reason));
    const auto id = resource["id"].string().value_or("");
    if (is_new(resource, id)) set_.resources.push_back({resource, {*type, id}});
  }

  search_set take() { return std::move(set_); }

 private:
  void taint(const json::value& at, std::string reason) {
    set_.whole = false;
    report_.say(at, std::move(reason));
  }

  bool is_new(const json::value& resource, std::string_view id) {
    if (id.empty()) return true;
    const auto place = seen_.add(id, set_.resources.size());
    if (place == set_.resources.size()) return true;
    if (!same_content(set_.resources[place].resource, resource, {"meta"}))
      taint(resource, "another entry has the same id and says something else");
    return false;
  }

  std::string_view type_;
  const chart& chart_;
  report& report_;
  search_set set_;
  std::size_t entries_ = 0; // of all pages
  listed_ids seen_;
};

} // namespace

search_set read_search_set(const supplied& pages, std::string_view type, const chart& of, report& to) {
  set_reader reader(type, of, to);
  const auto read_page = [&](const json::value& bundle, bool last) {
    if (!is_bundle(bundle, to)) return reader.miss_page();
    reader.see_bundle(bundle, last);
    for_each_resource(bundle, to, [&](std::size_t, const json::value& resource) { reader.see(resource); });
  };
  read_page(pages.resource, pages.further.empty());
  for (const auto& page : pages.further) read_page(page, &page == &pages.further.back());
  return reader.take();
}

std::vector<draft_entry> read_draft_bundle(const json::value& bundle, const chart& of, report& to) {
  std::vector<draft_entry> orders;
  if (!is_bundle(bundle, to)) return orders;
  if (has(bundle, "implicitRules"))
    to.fault(issue_code::not_supported, bundle["implicitRules"].path(), "must be absent; the rules are not known here");
  for_each_resource(bundle, to, [&](std::size_t index, const json::value& resource) {
    const auto type = resource["resourceType"].string();
    if (!type)
      return to.fault(issue_code::structure, resource.path_of("resourceType"), "must name the type of the resource");
    const auto whose = belonging_of(resource, *type, of, origin::draft_orders);
    if (whose == belonging::another_patient) {
      const auto at = has(resource, "subject")   ? resource["subject"]
                      : has(resource, "patient") ? resource["patient"]
                                                 : resource["id"];
      return to.fault(issue_code::security, at ? at.path() : resource.path(), "must name the patient of the context");
    }
    if (!is_of(*type, "MedicationRequest")) return;
    if (whose == belonging::nobody)
      return to.fault(issue_code::required, resource.path_of("subject"), "must name the patient of the context");
    orders.push_back({index, resource});
  });
  if (orders.size() > most_drafts) {
    to.fault(issue_code::too_costly, bundle.path_of("entry"),
             fmt::format("holds more than the {} draft orders that are checked at a time", most_drafts));
    orders.clear();
  }
  return orders;
}

} // namespace fhir
