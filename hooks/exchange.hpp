// One call being answered, step by step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hooks/client_trust.hpp"
#include "hooks/decision_record.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/evaluation.hpp"
#include "hooks/step.hpp"

namespace hooks {

/// begin once, then resume with the result of each step until one is a reply. Lives on one thread; what `asked` views,
/// the endpoint and the registered clients must outlive it. Never throws for anything a client can send.
class exchange {
 public:
  exchange(const endpoint& served, const call& asked, environment world, witness seen = {});
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  step begin();
  /// After needs_keys.
  step resume();
  /// After claim.
  step resume(claimed what);
  /// After fetch_data: the answers in the order of its items.
  step resume(std::vector<fetched> answers);
  /// After keep_feedback.
  step resume(const keeping& what);

  /// Why the client was not trusted; nothing when it was.
  std::optional<trust_fault> distrust() const { return distrust_; }
  /// The call mixed two patients and was refused for it: an event that somebody has to look into.
  bool mixed_patients() const { return mixed_patients_; }
  /// Who calls; null until that is known.
  const client* by() const { return by_; }
  /// What is called; nothing for a path or method that there is not.
  const std::optional<route>& asked_for() const { return where_; }
  /// The service whose hook is called; null when none is.
  const service* called() const;
  /// What there is to tell of the answer; null when it holds no decision.
  const account* told() const { return told_ ? &*told_ : nullptr; }
  /// What is to be kept of the answer; nothing when it holds no decision, or nothing is kept.
  std::optional<decision_record> take_record() { return std::move(record_); }

 private:
  step trust();
  step take(trust_step next);
  step serve();
  step take_feedback();
  step go_on();
  reply leave(reply answered) const;
  reply refuse(const problem& why);

  const endpoint& served_;
  const call asked_;
  const environment world_;
  witness seen_;
  std::optional<route> where_;
  std::string audience_, service_url_; // the public URLs that the token is held against
  std::optional<client_trust> trust_;
  std::optional<trust_fault> distrust_;
  bool mixed_patients_ = false;
  const client* by_ = nullptr;
  std::optional<evaluation> evaluation_; // from the moment a hook is called
  std::optional<decision_record> record_;
  std::optional<account> told_;
};

} // namespace hooks
