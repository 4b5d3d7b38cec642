#include "cds/assess/observations.hpp"

namespace cds {
namespace {

bool is_later(const date_time& a, const date_time& b) {
  if (a.exact && b.exact) return *a.exact > *b.exact;
  if (a.first != b.first) return a.first > b.first;
  return a.exact && !b.exact;
}

/// Whether `a` is to be believed rather than `b` of the same time.
bool is_safer(const observation& a, const observation& b, value_set set) {
  if (!a.value || !b.value) return a.value.has_value() && !b.value;
  if (a.value->unit != b.value->unit) return false;
  return set == value_set::creatinine ? a.value->value > b.value->value : a.value->value < b.value->value;
}

} // namespace

const observation* newest(const std::vector<observation>& among, value_set set, const present& now,
                          double within_days) {
  const observation* best = nullptr;
  const bool must_read_last = set != value_set::body_weight;
  for (const observation& o : among) {
    if (!o.sets.has(set) || o.status != observation::state::final || !o.effective) continue;
    if (!o.value && !(must_read_last && o.unreadable)) continue;
    if (days_between(o.effective->first, now.today) > within_days) continue;
    const bool earlier = best && is_later(*best->effective, *o.effective);
    if (!best || is_later(*o.effective, *best->effective) || (!earlier && is_safer(o, *best, set))) best = &o;
  }
  return best && best->value ? best : nullptr;
}

datum datum_of(std::string_view label, const observation& o, notepad& notes) {
  return {label, o.value ? notes.say(*o.value) : "no value", o.effective, o.source};
}

} // namespace cds
