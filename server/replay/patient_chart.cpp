#include "server/replay/patient_chart.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

#include "cds/assess/medicines.hpp"
#include "fhir/codeable.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"
#include "hooks/prefetch.hpp"
#include "server/replay/line_scan.hpp"
#include "server/replay/relevance.hpp"

namespace server {
namespace {

using fhir::data_kind;
using fhir::supplied;
using fhir::json::value;

constexpr std::string_view page_begin = R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":)";
constexpr std::string_view page_end = "}]}";
constexpr fhir::json::limits no_limits{
    .depth = 80, .key_bytes = 256, .memory_bytes = std::numeric_limits<std::size_t>::max()};
constexpr cds::day long_after = std::chrono::sys_days{std::chrono::year{2999} / 1 / 1};

void add_page(std::string& text, std::string_view resource) {
  text.append(text.empty() ? "[" : ",").append(page_begin).append(resource).append(page_end);
}

std::vector<value> pages_of(std::string& text, fhir::json::document& document) {
  text += text.empty() ? "[]" : "]";
  const auto root = document.read(text, no_limits);
  if (!root) throw std::runtime_error("a chart that was read before cannot be read again");
  return {root->begin(), root->end()};
}

value resource_of(const value& page) { return page["entry"][0]["resource"]; }

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
  find_changes();
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

/// What tells of the statuses that are not those of an open order or diagnosis.
void patient_chart::find_changes() {
  const auto& last = orders_.back().clock;
  for (auto& item : items_) {
    if (!item.from || !is_known(*item.from, last, item.type)) continue;
    if (item.resource["status"].string() == "active" || fhir::has_code(item.resource["clinicalStatus"], "active"))
      continue;
    item.matters = matters(item);
    if (item.type == chart_type::medication_request && item.matters) {
      item.more.planned_end = planned_end_of(item);
      item.more.last_given = last_given_of(item);
    }
    if (item.type == chart_type::service_request && item.matters) item.more.result_known = result_of(item);
  }
}

std::optional<cds::day> patient_chart::planned_end_of(const chart_item& item) const {
  fhir::report unheard;
  std::optional<cds::medication> read;
  if (item.resource["status"].string() == "cancelled") { // which is no fact any more, and its plan still was
    std::string text;
    add_page(text, rewritten(item.resource, item.type));
    fhir::json::document document;
    const auto pages = pages_of(text, document);
    read = fhir::read_medication_request(resource_of(pages.front()), *exported_, unheard);
  } else {
    read = fhir::read_medication_request(item.resource, *exported_, unheard);
  }
  if (!read || !read->start) return std::nullopt;
  if (read->end) return read->end->last;
  const auto days = cds::course_days(read->drug, read->dosage, read->days_supply, read->amount);
  if (!days) return std::nullopt;
  return cds::last_day(*read, long_after);
}

cds::agent patient_chart::agent_of(const chart_item& item) const {
  fhir::report unheard;
  return fhir::read_drug(item.resource, *exported_, fhir::origin::prefetch, unheard).drug.agent;
}

/// Of the administrations that name the order, or, where they name none, that give its antiviral before it is ordered
/// anew.
std::optional<cds::date_time> patient_chart::last_given_of(const chart_item& order) const {
  const auto agent = agent_of(order);
  if (agent == cds::agent::none || !order.from) return std::nullopt;
  auto next = long_after;
  for (const auto& other : items_)
    if (other.type == chart_type::medication_request && other.from && other.from->first > order.from->first &&
        other.from->first < next && agent_of(other) == agent)
      next = other.from->first;
  std::optional<cds::date_time> last;
  for (const auto& given : items_) {
    if (given.type != chart_type::medication_administration || !given.from) continue;
    if (given.from->first < order.from->first || (last && given.from->last <= last->last)) continue;
    const auto named = given.resource["request"]["reference"].string().value_or("");
    const auto id = order.resource["id"].string().value_or("");
    const bool names_it = named == "MedicationRequest/" + std::string(id);
    if (names_it || (named.empty() && given.from->first < next && agent_of(given) == agent)) last = given.from;
  }
  return last;
}

std::optional<cds::date_time> patient_chart::result_of(const chart_item& item) const {
  const auto id = item.resource["id"].string().value_or("");
  const auto names_it = [&](const value& reference) {
    const auto text = reference["reference"].string().value_or("");
    return text.ends_with(id) && text.substr(0, text.size() - id.size()).ends_with("ServiceRequest/");
  };
  std::optional<cds::date_time> first;
  for (const auto& other : items_) {
    if (other.type != chart_type::observation || !other.from) continue;
    const auto based_on = other.resource["basedOn"];
    if (std::none_of(based_on.begin(), based_on.end(), names_it)) continue;
    if (!first || other.from->last < first->last) first = other.from;
  }
  return first;
}

/// Whether a status of this resource can matter to a rule.
bool patient_chart::matters(const chart_item& item) const {
  fhir::report unheard;
  const auto says_a_known_drug = [](const cds::drug& d) { return d.agent != cds::agent::none || !d.sets.empty(); };
  switch (item.type) {
  case chart_type::condition:
    return !fhir::read_concept_member(item.resource, "code", on_.known.terms, unheard).sets.empty();
  case chart_type::service_request: {
    std::vector<cds::service_request> read;
    fhir::read_service_request(item.resource, *exported_, unheard, read);
    return std::any_of(read.begin(), read.end(), [](const auto& one) { return !one.sets.empty(); });
  }
  case chart_type::medication_request:
    return says_a_known_drug(fhir::read_drug(item.resource, *exported_, fhir::origin::prefetch, unheard).drug);
  case chart_type::allergy: {
    std::vector<cds::allergy> read;
    fhir::read_allergy(item.resource, *exported_, unheard, read);
    return std::any_of(read.begin(), read.end(), [&](const auto& one) { return says_a_known_drug(one.drug); });
  }
  default:
    return false;
  }
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
