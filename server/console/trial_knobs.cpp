#include <string>

#include "cds/assess/situation.hpp"
#include "server/console/trial.hpp"

namespace server {
namespace {

using fhir::json::writer;

/// A number of the request that is worth turning.
struct knob {
  std::string_view name;
  std::string_view label;
  std::string path;
  double value;
  std::string_view unit;
  double least, most, step;
};

void write_knob(writer& out, const knob& one) {
  out.begin_object().member("name", one.name).member("label", one.label).member("path", one.path);
  out.member("value", one.value).member("unit", one.unit).member("least", one.least).member("most", one.most);
  out.member("step", one.step).end_object();
}

} // namespace

void write_knobs(writer& out, const cds::knowledge& known, const cds::facts& chart, const places& where) {
  const auto who = cds::assess_patient(chart, known);
  const auto path_of = [&](const cds::resource_ref& source, std::string_view member) {
    const auto resource = where.path_of_resource(source.type, source.id);
    return resource.empty() ? std::string() : resource + "." + std::string(member);
  };
  const auto measured = [&](const cds::observation* of, knob one) {
    if (of == nullptr || !of->value) return;
    one.path = path_of(of->source, "valueQuantity.value");
    if (!where.has(one.path)) return;
    one.value = where.number_at(one.path);
    // Written in another unit than the engine's, it goes as far as the engine's would.
    const double times = one.value > 0 && of->value->value > 0 ? one.value / of->value->value : 1;
    if (!cds::about_equal(times, 1)) {
      one.unit = "as written";
      for (auto* bound : {&one.least, &one.most, &one.step}) *bound *= times;
    }
    write_knob(out, one);
  };
  out.name("knobs").begin_array();
  measured(who.renal.creatinine, {"creatinine", "creatinine", {}, 0, "mg/dL", 0.2, 12, 0.1});
  measured(who.renal.weight, {"weight", "weight", {}, 0, "kg", 3, 250, 1});
  for (const auto& draft : chart.drafts) {
    const auto path = "context.draftOrders.entry[" + std::to_string(draft.entry) +
                      "].resource.dosageInstruction[0].timing.repeat.boundsDuration.value";
    if (where.has(path) && draft.dosage.days)
      write_knob(out, {"draft-days", "days ordered", path, where.number_at(path), "days", 1, 60, 1});
  }
  out.end_array();
}

} // namespace server
