#include "cds/knowledge.hpp"

#include <algorithm>
#include <stdexcept>

#include "cds/quantity.hpp"

namespace cds {

double administrations_per_day(const dose_plan& p) {
  if (p.times_per_day > 0) return p.times_per_day;
  return p.interval_hours > 0 ? 24.0 / p.interval_hours : 1.0;
}

double daily_mg(const dose_plan& p) {
  const double per_day = administrations_per_day(p);
  return p.dose_mg * (p.administrations > 0 ? std::min(per_day, static_cast<double>(p.administrations)) : per_day);
}

std::string to_text(const dose_plan& p) {
  std::string text = to_text(quantity{p.dose_mg, unit::milligram});
  if (p.administrations == 1) return text + " once";
  if (p.times_per_day == 5)
    text += " five times a day";
  else if (p.times_per_day > 0)
    text += ' ' + std::to_string(p.times_per_day) + " times a day";
  else
    text += " every " + to_text(p.interval_hours) + " hours";
  if (p.days > 0) text += " for " + to_text(p.days) + (about_equal(p.days, 1) ? " day" : " days");
  return text;
}

const dose_plan& plan_for(const regimen& r, double clearance_ml_min) {
  for (const renal_band& band : r.bands)
    if (at_least(clearance_ml_min, band.from)) return band.plan;
  return r.plan;
}

const rule_entry& knowledge::rule(rule_id id) const {
  for (const rule_entry& entry : rules)
    if (entry.id == id) return entry;
  throw std::logic_error("no knowledge entry for rule " + std::string(name_of(id)));
}

const source& knowledge::source_named(std::string_view key) const {
  for (const source& s : sources)
    if (s.key == key) return s;
  throw std::logic_error("no source " + std::string(key));
}

std::string_view knowledge::text(rule_id id, std::string_view key) const {
  for (const std::vector<rule_text>* texts : {&rule(id).texts, &common_texts}) {
    const auto found = std::lower_bound(texts->begin(), texts->end(), key,
                                        [](const rule_text& t, std::string_view k) { return t.key < k; });
    if (found != texts->end() && found->key == key) return found->text;
  }
  throw std::logic_error("rule " + std::string(name_of(id)) + " has no text " + std::string(key));
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

std::string fill(std::string_view text, const placeholders& values) {
  std::string out;
  out.reserve(text.size() + 32);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    out += text.substr(at, open - at);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) throw std::logic_error("a text has `{` without `}`");
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
    if (value == values.end()) throw std::logic_error("no value for placeholder " + std::string(name));
    out += value->second;
    at = close + 1;
  }
  return out;
}

} // namespace cds
