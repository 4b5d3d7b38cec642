#include "server/outbound/breaker.hpp"

namespace server {

std::optional<breaker::pass> breaker::admit(time_point now) {
  if (state_ == state::probing) return std::nullopt;
  if (state_ == state::open) {
    if (now - opened_ < limits_.open) return std::nullopt;
    enter(state::probing);
  }
  return pass{period_};
}

void breaker::report(pass of, end how, time_point now) {
  if (of.period != period_) return;
  if (state_ == state::probing) {
    if (how == end::answered) return enter(state::closed);
    // An undecided probe leaves the next one to whoever asks next.
    if (how == end::failed) opened_ = now;
    return enter(state::open);
  }
  if (how != end::failed) return;
  failures_.push_back(now);
  while (failures_.size() > limits_.failures) failures_.pop_front();
  if (failures_.size() < limits_.failures || now - failures_.front() > limits_.window) return;
  opened_ = now;
  enter(state::open);
}

bool breaker::quiet(time_point now) const {
  return state_ == state::closed && (failures_.empty() || now - failures_.back() > limits_.window);
}

void breaker::count(state next) {
  if (not_closed_ == nullptr || (state_ == state::closed) == (next == state::closed)) return;
  if (next == state::closed)
    --*not_closed_;
  else
    ++*not_closed_;
}

void breaker::enter(state next) {
  count(next);
  state_ = next;
  ++period_;
  failures_.clear();
}

} // namespace server
