#include "cds/knowledge.hpp"

#include <algorithm>
#include <stdexcept>

#include "cds/notepad.hpp"

namespace cds {
namespace {

bool is(std::string_view text, const text_key& key) {
  return text.size() == key.first.size() + key.second.size() && text.starts_with(key.first) &&
         text.ends_with(key.second);
}

} // namespace

double administrations_per_day(const dose_plan& p) {
  if (p.times_per_day > 0) return p.times_per_day;
  return p.interval_hours > 0 ? 24.0 / p.interval_hours : 1.0;
}

double daily_mg(const dose_plan& p) {
  const double per_day = administrations_per_day(p);
  return p.dose_mg * (p.administrations > 0 ? std::min(per_day, static_cast<double>(p.administrations)) : per_day);
}

void append(std::string& out, const dose_plan& p) {
  append(out, quantity{p.dose_mg, unit::milligram});
  if (p.administrations == 1) {
    out += " once";
    return;
  }
  if (p.times_per_day == 5) {
    out += " five times a day";
  } else if (p.times_per_day > 0) {
    append(out += ' ', p.times_per_day);
    out += " times a day";
  } else {
    append(out += " every ", p.interval_hours);
    out += " hours";
  }
  if (p.days <= 0) return;
  append(out += " for ", p.days);
  out += about_equal(p.days, 1) ? " day" : " days";
}

std::string to_text(const dose_plan& p) {
  std::string text;
  append(text, p);
  return text;
}

const dose_plan& plan_for(const regimen& r, double clearance_ml_min) {
  for (const renal_band& band : r.bands)
    if (at_least(clearance_ml_min, band.from)) return band.plan;
  return r.plan;
}

const rule_entry& knowledge::listed_rule(rule_id id) const {
  for (const rule_entry& entry : rules)
    if (entry.id == id) return entry;
  throw std::logic_error("no knowledge entry for rule " + std::string(name_of(id)));
}

const source& knowledge::source_named(std::string_view key) const {
  for (const source& s : sources)
    if (s.key == key) return s;
  throw std::logic_error("no source " + std::string(key));
}

std::string_view knowledge::text(rule_id id, const text_key& key) const {
  for (const std::vector<rule_text>* texts : {&rule(id).texts, &common_texts})
    for (const rule_text& one : *texts) // of the dozen few are as long, so that a search by halves takes twice as long
      if (is(one.key, key)) return one.text;
  throw std::logic_error("rule " + std::string(name_of(id)) + " has no text " +
                         std::string(key.first).append(key.second));
}

const regimen* knowledge::preferred(audience whom, purpose why) const {
  for (const regimen& r : regimens)
    if (r.preferred && r.whom == whom && r.why == why) return &r;
  return nullptr;
}

const orderable& knowledge::product(std::string_view id) const {
  for (const orderable& o : orderables)
    if (o.id == id) return o;
  throw std::logic_error("no orderable product " + std::string(id));
}

coding knowledge::service(std::string_view id) const {
  for (const orderable_service& s : services)
    if (s.id == id) return {s.system, s.code, s.display};
  throw std::logic_error("no orderable service " + std::string(id));
}

void append(std::string& out, const filled& in) {
  const auto& [text, values] = in;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    out += text.substr(at, open - at);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) throw std::logic_error("a text has `{` without `}`");
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto* value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.name == name; });
    if (value == values.end()) throw std::logic_error("no value for placeholder " + std::string(name));
    out += value->value;
    at = close + 1;
  }
}

} // namespace cds
