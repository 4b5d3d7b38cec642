#include "server/console/lock_out.hpp"

#include <algorithm>

namespace server {
namespace {

constexpr std::chrono::hours forgotten{1};
constexpr int most_doublings = 12; // beyond every longest pause

} // namespace

std::chrono::seconds lock_out::wait(std::string_view source, std::chrono::sys_seconds now) const {
  auto until = all_.until;
  if (const auto found = sources_.find(source); found != sources_.end()) until = std::max(until, found->second.until);
  return std::max(until - now, std::chrono::seconds{0});
}

void lock_out::add(tries& to, int free, std::chrono::seconds longest, std::chrono::sys_seconds now) {
  if (now - to.last >= forgotten) to.wrong = 0;
  ++to.wrong;
  to.last = now;
  if (to.wrong <= free) return;
  const auto doubled = std::chrono::seconds{1} * (1 << std::min(to.wrong - free - 1, most_doublings));
  to.until = now + std::min<std::chrono::seconds>(doubled, longest);
}

void lock_out::wrong(std::string_view source, std::chrono::sys_seconds now) {
  if (sources_.size() >= most_sources && !sources_.contains(source))
    sources_.erase(std::ranges::min_element(sources_, {}, [](const auto& one) { return one.second.last; }));
  add(sources_[std::string(source)], free_of_source, longest_of_source, now);
  add(all_, free_of_all, longest_of_all, now);
}

void lock_out::right(std::string_view source) {
  if (const auto found = sources_.find(source); found != sources_.end()) sources_.erase(found);
}

} // namespace server
