#include "dosage_cases.hpp"

#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace sample {
namespace {

struct line {
  std::string text;

  void add(const std::string& part) { text += (text.empty() ? "" : ", ") + part; }
  void add(std::optional<double> n, std::string_view before, std::string_view after) {
    if (n) add(std::string(before) + cds::to_text(*n) + std::string(after));
  }
  std::string with(const std::vector<std::string>& unread) {
    for (const auto& why : unread) text += "; " + why;
    return text;
  }
};

std::string in_words(const cds::quantity& q) {
  if (q.unit == cds::unit::product_unit) return cds::to_text(q.value) + " pieces";
  if (q.unit == cds::unit::application) return cds::to_text(q.value) + " application";
  return cds::to_text(q.value) + " " + cds::symbol(q.unit);
}

} // namespace

std::string told(const cds::dosage& d) {
  line out;
  if (d.dose) out.add(in_words(*d.dose));
  out.add(d.times_per_day, "", " a day");
  out.add(d.interval_hours, "every ", " h");
  out.add(d.days, "", " days");
  if (d.administrations) out.add(std::to_string(*d.administrations) + " in all");
  if (d.route != cds::route::unknown) out.add(std::string(name_of(d.route)));
  if (d.as_needed) out.add("as needed");
  if (d.infusion.rate) out.add(in_words(*d.infusion.rate));
  out.add(d.infusion.hours, "over ", " h");
  return out.with(d.unread);
}

std::string told(const fhir::timing& t) {
  line out;
  out.add(t.times_per_day, "", " a day");
  out.add(t.interval_hours, "every ", " h");
  out.add(t.days, "", " days");
  if (t.administrations) out.add(std::to_string(*t.administrations) + " in all");
  if (t.starts) out.add("from " + cds::to_text(*t.starts));
  if (t.ends) out.add("until " + cds::to_text(*t.ends));
  if (t.as_needed) out.add("as needed");
  out.add(t.hours, "over ", " h");
  if (t.hours_unread) out.add("over an unknown time");
  if (t.names_moments) out.add("at moments");
  return out.with(t.unread);
}

fhir::instructions instructions_of(std::string_view array) {
  const parsed text("{'dosageInstruction':" + std::string(array) + "}");
  fhir::report to;
  return fhir::read_instructions(text.root(), "dosageInstruction", to);
}

void expect_instructions(const std::vector<dosage_case>& cases) {
  for (const auto& c : cases)
    EXPECT_EQ(told(instructions_of("[" + std::string(c.json) + "]").dosage), c.want) << c.json;
}

} // namespace sample
