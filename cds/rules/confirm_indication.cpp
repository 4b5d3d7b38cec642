#include "cds/assess/observations.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::confirm_indication;

recommendation ask(const situation& s) {
  finding f(s, id, indicator::info);
  f.summary("summary", {{"agent", name_of(s.draft.drug.agent)}}).why("why", {{"from", s.where.from}});
  if (const condition* c = s.where.evidence)
    f.data({"condition", c->named ? c->named->coding.display : "coded condition", c->onset ? c->onset : c->recorded,
            c->source});
  if (s.draft.reason_unresolved) f.not_known("reason_unresolved");
  // The other rules stay silent until the site is known; a resistant isolate must not stay silent with them.
  if (s.resistance.acyclovir == susceptibility::resistant) {
    f.why("resistant_isolate");
    datum isolate = datum_of("acyclovir susceptibility", *s.resistance.acyclovir_result, s.notes());
    isolate.value = "resistant";
    f.data(isolate);
  }
  f.option("options");
  return f.take();
}

} // namespace

/// A systemic nucleoside for herpes of a site that nobody stated.
outcome confirm_indication(const situation& s, std::span<const outcome>) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.nucleoside() || !s.systemic) return not_applicable(id, "not a systemic nucleoside");
  if (s.where.site != site::unspecified) return negative(id, s.notes().say("the site is: ", name_of(s.where.site)));
  return fired(ask(s), "the site of the herpes is not stated");
}

} // namespace cds::rules
