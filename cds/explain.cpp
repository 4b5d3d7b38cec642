#include "cds/engine.hpp"

#include "cds/assess/situation.hpp"
#include "cds/fact_text.hpp"

namespace cds {
namespace {

std::string dated(const std::optional<date_time>& d) { return d ? to_text(*d) : std::string("undated"); }

void line(std::string& out, const resource_ref& source, const std::optional<date_time>& when, std::string_view text) {
  out += "  " + dated(when) + "  " + std::string(text) + "  [" + to_text(source) + "]\n";
}

template<class T, class Print> void section(std::string& out, const char* title, const data_set<T>& set, Print print) {
  out += title;
  if (set.state == supply::missing)
    out += ": not supplied\n";
  else if (set.state == supply::failed)
    out += ": failed\n";
  else
    out += ": " + std::to_string(set.items.size()) + "\n";
  for (const T& item : set.items) print(item);
}

void medications(std::string& out, const char* title, const data_set<medication>& set) {
  section(out, title, set, [&](const medication& m) { line(out, m.source, m.start, dosage_text(m.drug, m.dosage)); });
}

void observations(std::string& out, const char* title, const data_set<observation>& set) {
  section(out, title, set, [&](const observation& o) { line(out, o.source, o.effective, observation_text(o)); });
}

void facts_of(std::string& out, const facts& chart) {
  out += "today: " + to_text(chart.now.today) + "\n";
  line(out, chart.patient.source, chart.patient.birth, "birth");
  section(out, "conditions", chart.conditions,
          [&](const condition& c) { line(out, c.source, c.onset ? c.onset : c.recorded, name_of_term(c.named)); });
  medications(out, "medication orders", chart.requests);
  medications(out, "dispenses", chart.dispenses);
  medications(out, "administrations", chart.administrations);
  medications(out, "statements", chart.statements);
  observations(out, "results", chart.labs);
  observations(out, "vitals", chart.vitals);
  section(out, "orders for tests and referrals", chart.service_requests,
          [&](const service_request& r) { line(out, r.source, r.authored, "order"); });
  section(out, "allergies", chart.allergies,
          [&](const allergy& a) { line(out, a.source, std::nullopt, name_of_term(a.drug.named)); });
  for (const draft_order& d : chart.not_selected)
    out += "not selected: " + to_text(d.source) + ": " + dosage_text(d.drug, d.dosage) + "\n";
  for (const unread& u : chart.unreadable) out += "not used: " + u.path + ": " + u.reason + "\n";
}

void assessment_of(std::string& out, const patient_state& who) {
  out += std::string("host: ") + name_of(who.immune.level) + "\n";
  for (const datum& d : who.immune.evidence) line(out, d.source, d.date, d.value);
  if (who.renal.clearance_ml_min)
    out += "creatinine clearance: " + to_text(*who.renal.clearance_ml_min, 1) + " mL/min\n";
  if (who.renal.clearance_ml_min_kg)
    out += "creatinine clearance: " + to_text(*who.renal.clearance_ml_min_kg) + " mL/min/kg\n";
  if (const auto& run = who.exposure.run)
    out += "exposure: " + std::string(name_of(run->agent)) + ", day " + std::to_string(run->elapsed_days) + ", " +
           std::to_string(run->covered_days) + " days covered, " +
           (run->adequate == adequacy::adequate     ? "adequate"
            : run->adequate == adequacy::inadequate ? "inadequate"
                                                    : "adequacy unknown") +
           "\n";
  else
    out += "exposure: none that reaches to today\n";
}

void outcomes_of(std::string& out, const std::vector<outcome>& outcomes) {
  for (const outcome& o : outcomes) {
    out += "  " + std::string(name_of(o.rule)) + ": " + std::string(name_of(o.verdict)) + ": " + std::string(o.because);
    for (const std::string_view m : o.missing) out += "; missing: " + std::string(m);
    out += '\n';
  }
}

void order_of(std::string& out, const facts& chart, const order_outcomes& order) {
  const draft_order& draft = chart.drafts[order.draft];
  out += "order " + to_text(draft.source) + ": " + dosage_text(draft.drug, draft.dosage) + "\n";
  for (const std::string& reason : draft.dosage.unread) out += "  not read: " + reason + "\n";
  outcomes_of(out, order.outcomes);
}

} // namespace

std::string explain(const knowledge& known, const facts& chart, const decision& decided) {
  std::string out;
  facts_of(out, chart);
  const patient_state who = assess_patient(chart, known);
  assessment_of(out, who);
  for (const order_outcomes& order : decided.orders) {
    order_of(out, chart, order);
    const situation s = assess_order(chart, known, who, order.draft);
    out += std::string("  site: ") + name_of(s.where.site) + ", from " + s.where.from +
           "; lesion: " + name_of(s.lesion.state) + "\n";
  }
  if (!decided.standing.empty()) out += "on already:\n";
  outcomes_of(out, decided.standing);
  return out;
}

} // namespace cds
