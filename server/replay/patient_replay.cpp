#include "server/replay/patient_replay.hpp"

#include "cds/engine.hpp"
#include "server/replay/judging.hpp"

namespace server {
namespace {

/// Faults are told by their place alone: their text may repeat what was written.
judgement unreadable(const std::vector<fhir::issue>& faults) {
  judgement refused;
  const auto& path = faults.front().path;
  refused.refused =
      "cannot be read at " + path.substr(path.find("resource") == std::string::npos ? 0 : path.find("resource"));
  return refused;
}

judgement judge(const known_chart& at, const cds::knowledge& known, const follow_up& after, cds::agent& agent) {
  if (!at.refused.empty()) return {.rules = {}, .cards = 0, .refused = at.refused};
  const auto facts = fhir::read_facts(at.source, known);
  if (!facts) return unreadable(facts.error());
  if (!facts->drafts.empty() && facts->drafts.front().drug.agent != cds::agent::none)
    agent = facts->drafts.front().drug.agent;
  return judgement_of(cds::evaluate(known, *facts), known, after);
}

} // namespace

replayed_order patient_replay::replayed(const chart_order& order) const {
  const auto& resource = chart_.items()[order.item].resource;
  const auto at = chart_.as_of(order);
  const follow_up after(on_, chart_, order);
  replayed_order made;
  made.patient = chart_.patient();
  made.order = resource["id"].string().value_or("");
  made.at = order.clock.now.at;
  made.day = order.clock.now.today;
  made.agent = antiviral_of(resource, on_.medications, on_.known);
  made.prescriber = resource["requester"]["reference"].string().value_or("");
  made.judged = judge(at, on_.known, after, made.agent);
  made.unprompted = unprompted_after(made.judged, after);
  auto other = made.agent;
  if (on_.compared) made.compared = judge(at, *on_.compared, after, other);
  made.follow_up_complete = after.is_complete();
  made.statuses_as_exported = at.statuses_as_exported;
  made.left_out_undated = at.left_out_undated;
  return made;
}

void patient_replay::replay(std::span<const kept_line> lines, std::vector<replayed_order>& into, tallies& counts) {
  chart_.read(lines);
  counts += chart_.counts();
  if (chart_.orders().empty()) return;
  ++counts.patients;
  bool has_patient = true;
  for (const auto& order : chart_.orders()) {
    into.push_back(replayed(order));
    const auto& made = into.back();
    ++counts.orders;
    counts.refused += made.judged.refused.empty() ? 0u : 1u;
    counts.orders_day_only += order.clock.to_the_day ? 1u : 0u;
    counts.statuses_as_exported += made.statuses_as_exported > 0 ? 1u : 0u;
    counts.left_out_undated += made.left_out_undated > 0 ? 1u : 0u;
    has_patient = has_patient && made.judged.refused != "patient";
  }
  counts.patients_missing += has_patient ? 0u : 1u;
}

} // namespace server
