#include "hooks/selections.hpp"

#include <algorithm>
#include <iterator>

#include "fhir/reference.hpp"
#include "hooks/members.hpp"

namespace hooks {
namespace {

using fhir::issue_code;
using fhir::json::kind;
using fhir::json::value;

std::string reference_to(std::string_view type, std::string_view id) {
  return std::string(type).append("/").append(id);
}

bool are_texts(const value& names, std::vector<fhir::issue>& faults) {
  bool all = true;
  for (const auto& one : names) {
    if (one.is(kind::string)) continue;
    faults.push_back(
        {issue_code::structure, one.path(), std::string("must be a string, not ") + with_article(one.kind())});
    all = false;
  }
  return all;
}

} // namespace

selections::selections(const value& names, std::string_view fhir_server) {
  for (const auto& one : names) {
    auto text = one.string().value_or("");
    if (text.empty()) continue;
    names_.emplace(text);
    if (auto literal = fhir::read_literal(text, fhir_server)) names_.insert(reference_to(literal->type, literal->id));
  }
}

bool selections::name(const value& entry) const {
  auto url = entry["fullUrl"].string().value_or("");
  if (names_.contains(url)) return true;
  auto id = entry["resource"]["id"].string().value_or("");
  if (id.empty()) return false;
  return names_.contains(id) ||
         names_.contains(reference_to(entry["resource"]["resourceType"].string().value_or(""), id));
}

void check_selections(const value& context, const value& draft_orders, std::string_view fhir_server,
                      std::vector<fhir::issue>& faults) {
  auto names = context["selections"];
  if (!names.exists() || names.is_null()) {
    faults.push_back({issue_code::required, context.path_of("selections"), "missing"});
    return;
  }
  if (!names.is(kind::array)) {
    faults.push_back({issue_code::structure, names.path(),
                      std::string("must be an array of strings, not ") + with_article(names.kind())});
    return;
  }
  if (!are_texts(names, faults) || names.size() == 0 || !draft_orders.exists()) return;
  const selections selected(names, fhir_server);
  auto entries = draft_orders["entry"];
  if (std::none_of(entries.begin(), entries.end(), [&](const value& entry) { return selected.name(entry); })) {
    faults.push_back({issue_code::value, names.path(), "names none of `context.draftOrders`"});
  }
}

void keep_selected(cds::facts& chart, const value& draft_orders, const selections& selected) {
  auto entries = draft_orders["entry"];
  auto is_left_out = [&](const cds::draft_order& one) { return !selected.name(entries[one.entry]); };
  for (const auto& draft : chart.drafts) {
    if (draft.source.id.empty() || !is_left_out(draft)) continue;
    std::erase_if(chart.requests.items, [&](const cds::medication& m) { return m.source == draft.source; });
  }
  const auto selected_end = std::stable_partition(chart.drafts.begin(), chart.drafts.end(),
                                                  [&](const auto& one) { return !is_left_out(one); });
  chart.not_selected.assign(std::make_move_iterator(selected_end), std::make_move_iterator(chart.drafts.end()));
  chart.drafts.erase(selected_end, chart.drafts.end());
}

} // namespace hooks
