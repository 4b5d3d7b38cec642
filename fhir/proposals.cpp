#include "fhir/proposals.hpp"

#include <variant>

#include "fhir/proposals/draft.hpp"
#include "fhir/proposals/draft_update.hpp"
#include "fhir/proposals/order_json.hpp"

namespace fhir {

namespace {

proposal create(const std::string& description, std::string resource) {
  return {proposal::kind::create, description, std::move(resource), {}};
}

struct writing {
  const proposal_context& context;

  proposal operator()(const cds::order_test& a) const {
    return create(a.description, proposals::test_order(a, context));
  }
  proposal operator()(const cds::refer& a) const { return create(a.description, proposals::referral(a, context)); }
  proposal operator()(const cds::order_oral& a) const {
    return create(a.description, proposals::oral_order(a, context));
  }
  proposal operator()(const cds::order_foscarnet& a) const {
    return create(a.description, proposals::foscarnet_order(a, context));
  }

  proposal operator()(const cds::cancel_order& a) const {
    return {proposal::kind::remove, a.description, {}, proposals::reference_to(proposals::draft_at(context, a.draft))};
  }

  proposal operator()(const cds::change_dosage& a) const {
    const auto changed = proposals::draft_at(context, a.draft);
    proposals::reference_to(changed); // a client finds the draft to update by its id
    const auto version = proposals::release_of(changed.resource, context);
    return {proposal::kind::update, a.description, proposals::with_dosage(changed, a.plan, version, context.known), {}};
  }

  proposal operator()(const cds::change_foscarnet& a) const {
    const auto changed = proposals::draft_at(context, a.draft);
    proposals::reference_to(changed);
    const auto version = proposals::release_of(changed.resource, context);
    return {proposal::kind::update, a.description, proposals::with_infusion(changed, a, version), {}};
  }
};

} // namespace

proposal to_proposal(const cds::action& what, const proposal_context& context) {
  return std::visit(writing{context}, what);
}

} // namespace fhir
