#include "fhir/proposals.hpp"

#include <stdexcept>
#include <variant>

#include "fhir/proposals/draft.hpp"
#include "fhir/proposals/draft_update.hpp"
#include "fhir/proposals/order_json.hpp"

namespace fhir {

namespace {

struct writing {
  json::writer& out;
  const proposal_context& context;

  void operator()(const cds::order_test& a) const { proposals::write_test(out, a, context); }
  void operator()(const cds::refer& a) const { proposals::write_referral(out, a, context); }
  void operator()(const cds::order_oral& a) const { proposals::write_oral_order(out, a, context); }
  void operator()(const cds::order_foscarnet& a) const { proposals::write_foscarnet_order(out, a, context); }
  void operator()(const cds::cancel_order&) const { throw std::logic_error("an order that is removed has no text"); }

  void operator()(const cds::change_dosage& a) const {
    const auto changed = proposals::draft_at(context, a.draft);
    proposals::reference_to(changed); // a client finds the draft to update by its id
    const auto version = proposals::release_of(changed.resource, context);
    proposals::write_with_dosage(out, changed, a.plan, version, context.known);
  }

  void operator()(const cds::change_foscarnet& a) const {
    const auto changed = proposals::draft_at(context, a.draft);
    proposals::reference_to(changed);
    proposals::write_with_infusion(out, changed, a, proposals::release_of(changed.resource, context));
  }
};

} // namespace

deed deed_of(const cds::action& what) {
  if (std::holds_alternative<cds::cancel_order>(what)) return deed::remove;
  const bool changes =
      std::holds_alternative<cds::change_dosage>(what) || std::holds_alternative<cds::change_foscarnet>(what);
  return changes ? deed::update : deed::create;
}

void write_resource(json::writer& out, const cds::action& what, const proposal_context& context) {
  std::visit(writing{out, context}, what);
}

std::string removed_by(const cds::cancel_order& what, const proposal_context& context) {
  return proposals::reference_to(proposals::draft_at(context, what.draft));
}

} // namespace fhir
