// One call being answered, step by step.
#pragma once

#include <optional>
#include <vector>

#include "hooks/endpoint.hpp"
#include "hooks/evaluation.hpp"
#include "hooks/step.hpp"

namespace hooks {

/// begin once, then resume with the result of each step until one is a reply. Lives on one thread; `asked` and the
/// endpoint must outlive it. Never throws for anything a client can send.
class exchange {
 public:
  exchange(const endpoint& served, const call& asked, environment world, witness seen = {});
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  step begin();
  /// After fetch_data: the answers in the order of its items.
  step resume(std::vector<fetched> answers);

 private:
  step go_on();
  reply leave(reply answered) const;
  reply refuse(const problem& why) const;

  const endpoint& served_;
  const call asked_;
  const environment world_;
  witness seen_;
  std::optional<evaluation> evaluation_; // from the moment a hook is called
};

} // namespace hooks
