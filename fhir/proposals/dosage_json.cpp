#include "fhir/proposals/dosage_json.hpp"

#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "cds/quantity.hpp"

namespace fhir::proposals {

namespace {

constexpr cds::coding oral{cds::code_system::snomed_ct, "26643006", "Oral route"};
constexpr cds::coding intravenous{cds::code_system::snomed_ct, "47625008", "Intravenous route"};

struct repetition {
  int frequency = 1;
  double period = 1;
  std::string_view unit = "d";
};

repetition repetition_of(int times_per_day, double interval_hours) {
  if (times_per_day > 0) return {times_per_day, 1, "d"};
  if (interval_hours <= 0) return {};
  const double days = interval_hours / 24;
  return cds::about_equal(days, std::round(days)) ? repetition{1, std::round(days), "d"}
                                                  : repetition{1, interval_hours, "h"};
}

void write_repetition(json::writer& out, const repetition& r, release version) {
  out.member("frequency", r.frequency).member("period", r.period);
  out.member(version == release::dstu2 ? "periodUnits" : "periodUnit", r.unit);
}

void write_course_timing(json::writer& out, const course& c, release version) {
  out.name("timing").begin_object().name("repeat").begin_object();
  if (c.plan.administrations > 0) {
    out.member("count", c.plan.administrations);
  } else if (c.days) {
    write_days(out.name(version == release::dstu2 ? "boundsQuantity" : "boundsDuration"), *c.days);
  }
  if (c.plan.administrations != 1)
    write_repetition(out, repetition_of(c.plan.times_per_day, c.plan.interval_hours), version);
  out.end_object().end_object();
}

void write_milligrams(json::writer& out, double mg) {
  if (!(mg > 0)) throw std::logic_error("an order without a dose");
  write_quantity(out, mg, "mg", "mg");
}

std::string text_of(const infusion& how) {
  const std::string per_kg = cds::to_text(how.mg_per_kg) + " mg/kg";
  const std::string dose = how.dose_mg > 0 ? fmt::format("{} mg ({})", cds::to_text(how.dose_mg), per_kg) : per_kg;
  return fmt::format("Infuse {} intravenously over at least {} hour{}, every {} hours", dose, cds::to_text(how.hours),
                     cds::about_equal(how.hours, 1) ? "" : "s", cds::to_text(how.interval_hours));
}

/// In DSTU2 a rate is a Ratio.
void write_rate(json::writer& out, double mg_per_hour, release version) {
  if (version != release::dstu2) return write_quantity(out.name("rateQuantity"), mg_per_hour, "mg/h", "mg/h");
  out.name("rateRatio").begin_object();
  write_quantity(out.name("numerator"), mg_per_hour, "mg", "mg");
  write_quantity(out.name("denominator"), 1, "h", "h");
  out.end_object();
}

void write_infused_dose(json::writer& out, const infusion& how, release version) {
  if (how.dose_mg <= 0) {
    write_quantity(out.name("doseQuantity"), how.mg_per_kg, "mg/kg", "mg/kg");
    return;
  }
  write_milligrams(out.name("doseQuantity"), how.dose_mg);
  // the fastest rate that the text allows; rounding makes it slower, never faster
  if (how.hours > 0) write_rate(out, std::floor(how.dose_mg / how.hours), version);
}

} // namespace

void write_quantity(json::writer& out, double value, std::string_view unit, std::string_view code) {
  out.begin_object()
      .member("value", value)
      .member("unit", unit)
      .member("system", ucum)
      .member("code", code)
      .end_object();
}

void write_days(json::writer& out, double days) {
  write_quantity(out, days, cds::about_equal(days, 1) ? "day" : "days", "d");
}

void write_concept(json::writer& out, const cds::coding& coding) {
  out.begin_object().name("coding").begin_array().begin_object();
  out.member("system", cds::uri_of(coding.system)).member("code", coding.code);
  if (!coding.display.empty()) out.member("display", coding.display);
  out.end_object().end_array();
  if (!coding.display.empty()) out.member("text", coding.display);
  out.end_object();
}

void write_medication(json::writer& out, const cds::coding& product, release version) {
  if (version != release::r5) return write_concept(out.name("medicationCodeableConcept"), product);
  write_concept(out.name("medication").begin_object().name("concept"), product);
  out.end_object();
}

void write_oral_dosage(json::writer& out, const course& c, release version, const json::value& route) {
  out.begin_object().member("text", to_text(c));
  write_course_timing(out, c, version);
  if (route.exists()) {
    out.member("route", route);
  } else {
    write_concept(out.name("route"), oral);
  }
  const bool bare = version == release::dstu2 || version == release::stu3;
  if (!bare) out.name("doseAndRate").begin_array().begin_object();
  write_milligrams(out.name("doseQuantity"), c.plan.dose_mg);
  if (!bare) out.end_object().end_array();
  out.end_object();
}

void write_infusion_dosage(json::writer& out, const infusion& how, release version) {
  const bool bare = version == release::dstu2 || version == release::stu3;
  out.begin_object().member("text", text_of(how));
  out.name("timing").begin_object().name("repeat").begin_object();
  write_repetition(out, repetition_of(0, how.interval_hours), version);
  out.end_object().end_object();
  write_concept(out.name("route"), intravenous);
  if (!bare) out.name("doseAndRate").begin_array().begin_object();
  write_infused_dose(out, how, version);
  if (!bare) out.end_object().end_array();
  out.end_object();
}

void write_units(json::writer& out, double units, const product_form& form) {
  const bool one = cds::about_equal(units, 1);
  write_quantity(out, units, fmt::format("{}{}", form.unit, one ? "" : "s"), fmt::format("{{{}}}", form.unit));
}

} // namespace fhir::proposals
