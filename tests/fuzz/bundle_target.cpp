#include <chrono>

#include "cds/engine.hpp"
#include "fhir/facts.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/chart.hpp"

namespace fuzz {
namespace {

using namespace std::chrono_literals;

template<class Fact> void check_set(const cds::data_set<Fact>& set) {
  promise(set.known() || set.items.empty(), "a set that is not complete holds nothing");
}

void check(const cds::facts& read) {
  check_set(read.conditions);
  check_set(read.requests);
  check_set(read.dispenses);
  check_set(read.administrations);
  check_set(read.statements);
  check_set(read.labs);
  check_set(read.vitals);
  check_set(read.service_requests);
  check_set(read.allergies);
  for (const auto& draft : read.drafts)
    for (const auto condition : draft.conditions)
      promise(condition < read.conditions.items.size(), "a draft's conditions are among the facts");
  for (const auto& one : read.unreadable) promise(!one.reason.empty(), "what is unread says why");
}

} // namespace

void bundle(std::string_view bytes) {
  fhir::json::document document;
  const auto root = document.read(bytes);
  if (!root) return;
  const auto& known = support::embedded_knowledge();
  fhir::chart_source from;
  from.patient_id = "p1";
  from.fhir_server = "https://ehr.example.org/fhir";
  from.draft_orders = *root;
  from.data.fill({fhir::supplied::state::present, *root});
  auto& patient = from.data[static_cast<std::size_t>(fhir::data_kind::patient)];
  if (const auto first = (*root)["entry"][0]["resource"]) patient.resource = first;
  for (const auto hook : {cds::hook::order_sign, cds::hook::patient_view}) {
    from.hook = hook;
    from.now = std::chrono::sys_days{2026y / 1 / 20} + 15h;
    for (const bool of_the_patient : {true, false}) { // a Patient of another name refuses all the rest
      if (!of_the_patient) patient.what = fhir::supplied::state::empty;
      const auto read = fhir::read_facts(from, known);
      if (!read) {
        for (const auto& fault : read.error()) promise(!fault.message.empty(), "a fault says what is wrong");
        continue;
      }
      check(*read);
      cds::evaluate(known, *read);
    }
    patient.what = fhir::supplied::state::present;
  }
}

} // namespace fuzz
