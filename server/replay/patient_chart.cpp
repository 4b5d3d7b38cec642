#include "server/replay/patient_chart.hpp"

#include <algorithm>
#include <tuple>

#include "fhir/codeable.hpp"
#include "hooks/prefetch.hpp"
#include "server/replay/chart_pages.hpp"
#include "server/replay/earlier_statuses.hpp"
#include "server/replay/line_scan.hpp"
#include "server/replay/relevance.hpp"

namespace server {
namespace {

using fhir::data_kind;
using fhir::supplied;
using fhir::json::value;

/// The Medications that a line may name.
void add_named(std::string& text, std::vector<std::string_view>& named, std::string_view line,
               const formulary& medications) {
  constexpr std::string_view type = "Medication/";
  for (auto at = line.find(type); at != std::string_view::npos; at = line.find(type, at + 1)) {
    const auto id = line.substr(at + type.size());
    const auto* found = medications.find(id.substr(0, id.find_first_of("\"/?#")));
    if (!found || std::find(named.begin(), named.end(), found->text) != named.end()) continue;
    named.push_back(found->text);
    add_page(text, found->text);
  }
}

cds::value_sets measured_by(const value& observation, const cds::terminology& terms) {
  fhir::report unheard;
  auto sets = fhir::read_concept_member(observation, "code", terms, unheard).sets;
  for (const auto component : observation["component"])
    sets.add(fhir::read_concept_member(component, "code", terms, unheard).sets);
  return sets;
}

data_kind kind_of(chart_type t) {
  constexpr std::array<data_kind, chart_type_count> kinds = {
      data_kind::patient,         data_kind::conditions, data_kind::medications, data_kind::dispenses,
      data_kind::administrations, data_kind::statements, data_kind::labs,        data_kind::service_requests,
      data_kind::allergies,       data_kind::medications};
  return kinds.at(static_cast<std::size_t>(t));
}

supplied& data_of(fhir::chart_source& source, data_kind kind) { return source.data.at(static_cast<std::size_t>(kind)); }

void add_to(supplied& set, const value& page) {
  if (set.what == supplied::state::present)
    set.further.push_back(page);
  else
    set = {supplied::state::present, page, {}};
}

} // namespace

void patient_chart::read(std::span<const kept_line> lines) {
  items_.clear();
  orders_.clear();
  counts_ = {};
  exported_.reset();
  exported_source_ = {};
  patient_ = lines.front().patient;
  parse(lines);
  find_orders();
  if (orders_.empty()) return;
  open_exported();
  tell_of_earlier_statuses(items_, *exported_, on_.known.terms, orders_.back().clock);
  write_changes();
}

void patient_chart::parse(std::span<const kept_line> lines) {
  text_.clear();
  std::vector<std::string_view> named;
  for (const auto& line : lines) add_page(text_, line.text);
  for (const auto& line : lines)
    if (is_of_medicine(line.type)) add_named(text_, named, line.text, on_.medications);
  const auto pages = pages_of(text_, document_);
  auto asked_for = hooks::laboratory_sets();
  asked_for.add(hooks::vital_sign_sets());
  items_.reserve(pages.size());
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto type = i < lines.size() ? lines[i].type : chart_type::medication;
    const auto resource = resource_of(pages[i]);
    chart_item item;
    item.type = type;
    item.bundle = pages[i];
    item.resource = resource;
    item.from = known_from(resource, type);
    if (type == chart_type::observation) {
      item.measured = measured_by(resource, on_.known.terms);
      if (!item.measured.any_of(asked_for)) continue;
    }
    items_.push_back(std::move(item));
  }
}

void patient_chart::find_orders() {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].type != chart_type::medication_request) continue;
    const auto& order = items_[i].resource;
    if (antiviral_of(order, on_.medications, on_.known) == cds::agent::none) continue;
    const auto signing = signing_of(order);
    if (signing == signing::no_order)
      ++counts_.orders_unsigned;
    else if (signing == signing::undated)
      ++counts_.orders_undated;
    else
      orders_.push_back({i, clock_of(order), {}});
  }
  std::stable_sort(orders_.begin(), orders_.end(), [&](const chart_order& a, const chart_order& b) {
    const auto id = [&](const chart_order& o) { return items_[o.item].resource["id"].string().value_or(""); };
    return std::tuple(a.clock.now.at, id(a)) < std::tuple(b.clock.now.at, id(b));
  });
  // A line that is there twice is one order.
  const auto same = [&](const chart_order& a, const chart_order& b) {
    const auto& one = items_[a.item].resource;
    const auto& other = items_[b.item].resource;
    return one["id"] && one["id"].string() == other["id"].string() && fhir::same_content(one, other, {"meta"});
  };
  orders_.erase(std::unique(orders_.begin(), orders_.end(), same), orders_.end());
}

/// Everything together, so that drugs and reasons that are named by reference can be read.
void patient_chart::open_exported() {
  const auto& first = items_[orders_.front().item];
  exported_source_.patient_id = patient_;
  exported_source_.fhir_server = base_of(first.resource["subject"]["reference"].string().value_or(""));
  exported_source_.draft_orders = first.bundle; // whose offset days are counted by
  exported_source_.now = long_after;
  for (const auto& item : items_) add(exported_source_, item, item.bundle);
  exported_.emplace(fhir::open_chart(exported_source_, on_.known));
}

/// Writes what differs from the export at any of the orders: the orders as drafts, and resources as they stood before.
void patient_chart::write_changes() {
  changes_text_.clear();
  for (const auto& order : orders_) add_page(changes_text_, as_draft(items_[order.item].resource));
  std::vector<std::size_t> changed;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const auto& item = items_[i];
    const bool differs = item.from && std::any_of(orders_.begin(), orders_.end(), [&](const chart_order& o) {
                           return is_known(*item.from, o.clock, item.type) &&
                                  status_at(item.resource, item.type, o.clock, item.more) == earlier::other;
                         });
    if (!differs) continue;
    changed.push_back(i);
    add_page(changes_text_, rewritten(item.resource, item.type));
  }
  const auto pages = pages_of(changes_text_, changes_);
  for (std::size_t i = 0; i < orders_.size(); ++i) orders_[i].draft = pages[i];
  for (std::size_t i = 0; i < changed.size(); ++i) items_[changed[i]].before = pages[orders_.size() + i];
}

void patient_chart::add(fhir::chart_source& to, const chart_item& item, const value& bundle) const {
  if (item.type == chart_type::patient) {
    auto& patient = data_of(to, data_kind::patient);
    if (patient.what != supplied::state::present) patient = {supplied::state::present, item.resource, {}};
    return;
  }
  if (item.type != chart_type::observation) return add_to(data_of(to, kind_of(item.type)), bundle);
  // As they are asked for: a panel may belong to both.
  if (item.measured.any_of(hooks::laboratory_sets())) add_to(data_of(to, data_kind::labs), bundle);
  if (item.measured.any_of(hooks::vital_sign_sets())) add_to(data_of(to, data_kind::vitals), bundle);
}

/// What has files and nothing of this patient is known to be empty.
void patient_chart::settle(fhir::chart_source& of) const {
  for (std::size_t i = 0; i < chart_type_count; ++i) {
    const auto type = static_cast<chart_type>(i);
    if (type == chart_type::patient || !on_.has(type)) continue;
    auto& set = data_of(of, kind_of(type));
    if (set.what == supplied::state::absent) set.what = supplied::state::empty;
    auto& vitals = data_of(of, data_kind::vitals);
    if (type == chart_type::observation && vitals.what == supplied::state::absent) vitals.what = supplied::state::empty;
  }
}

known_chart patient_chart::as_of(const chart_order& order) const {
  known_chart made;
  made.source.patient_id = patient_;
  made.source.fhir_server = exported_source_.fhir_server;
  made.source.draft_orders = order.draft;
  made.source.now = order.clock.now.at;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const auto& item = items_[i];
    if (i == order.item) continue;
    const bool timeless = item.type == chart_type::patient || item.type == chart_type::medication;
    if (!timeless && !item.from) ++made.left_out_undated;
    if (!timeless && (!item.from || !is_known(*item.from, order.clock, item.type))) continue;
    const auto status = status_at(item.resource, item.type, order.clock, item.more);
    if (status == earlier::unknown && item.matters) ++made.statuses_as_exported;
    add(made.source, item, status == earlier::other ? item.before : item.bundle);
  }
  settle(made.source);
  if (!data_of(made.source, data_kind::patient).resource)
    made.refused = "patient";
  else if (!on_.has(chart_type::condition))
    made.refused = "conditions";
  return made;
}

} // namespace server
