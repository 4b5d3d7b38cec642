#include "server/replay/formulary.hpp"

#include <algorithm>
#include <array>

#include "fhir/drug.hpp"
#include "fhir/json/writer.hpp"

namespace server {
namespace {

using fhir::json::value;

/// A chart of nobody, for reading drugs by themselves.
struct empty_chart {
  fhir::chart_source from;
  fhir::chart chart;
  explicit empty_chart(const cds::knowledge& known) : chart(fhir::open_chart(from, known)) {}
};

/// What an order that names this Medication orders: by its code or its ingredients.
cds::drug drug_of_medication(std::string_view line, std::string_view id, const cds::knowledge& known) {
  std::string text = R"({"order":{"medicationReference":{"reference":)";
  fhir::json::append_string(text, "Medication/" + std::string(id));
  text.append(R"(}},"named":{"resourceType":"Bundle","entry":[{"resource":)").append(line).append("}]}}");
  fhir::json::document document;
  const auto root = document.read(text);
  if (!root) return {};
  fhir::chart_source from;
  from.data[static_cast<std::size_t>(fhir::data_kind::medications)] = {fhir::supplied::state::present,
                                                                       (*root)["named"]};
  const auto chart = fhir::open_chart(from, known);
  fhir::report unheard;
  return fhir::read_drug((*root)["order"], chart, fhir::origin::prefetch, unheard).drug;
}

constexpr std::array<std::string_view, 3> order_intents = {"order", "original-order", "reflex-order"};

} // namespace

void formulary::add(std::string_view line, const value& medication, const cds::knowledge& known) {
  const auto id = medication["id"].string();
  if (!id || id->empty()) return;
  const auto drug = drug_of_medication(line, *id, known);
  if (!drug.identified) return;
  const auto [at, added] = all_.try_emplace(std::string(*id), entry{std::string(line), drug.agent});
  // Of two with one id the same one is kept, in whatever order they come.
  if (!added && line < at->second.text) at->second = {std::string(line), drug.agent};
}

const formulary::entry* formulary::find(std::string_view id) const {
  const auto at = all_.find(id);
  return at == all_.end() ? nullptr : &at->second;
}

std::string_view medication_in(const value& resource) {
  const auto reference = resource["medicationReference"]["reference"].string().value_or("");
  constexpr std::string_view type = "Medication/";
  const auto at = reference.rfind(type);
  if (at == std::string_view::npos || (at > 0 && reference[at - 1] != '/')) return {};
  const auto id = reference.substr(at + type.size());
  return id.substr(0, id.find_first_of("/?#"));
}

cds::agent antiviral_of(const value& order, const formulary& medications, const cds::knowledge& known) {
  const auto* named = medications.find(medication_in(order));
  if (named && named->agent != cds::agent::none) return named->agent;
  const empty_chart nobody(known);
  fhir::report unheard;
  return fhir::read_drug(order, nobody.chart, fhir::origin::prefetch, unheard).drug.agent;
}

signing signing_of(const value& request) {
  const auto intent = request["intent"].string().value_or("");
  const auto status = request["status"].string().value_or("");
  if (std::find(order_intents.begin(), order_intents.end(), intent) == order_intents.end()) return signing::no_order;
  if (status.empty() || status == "draft" || status == "entered-in-error") return signing::no_order;
  if (request["doNotPerform"].boolean() == true) return signing::no_order;
  const auto authored = request["authoredOn"].string();
  const auto when = authored ? fhir::read_date(*authored) : tl::unexpected(std::string{});
  const bool to_the_day = when && when->when.first == when->when.last;
  return to_the_day ? signing::signed_order : signing::undated;
}

} // namespace server
