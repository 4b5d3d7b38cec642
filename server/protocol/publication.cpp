#include "server/protocol/publication.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace server {

publication::edition publication::now() const {
  const std::lock_guard held(one_);
  return now_;
}

void publication::replace(edition next) {
  const std::lock_guard held(one_);
  for (const auto& one : readers_)
    boost::asio::post(*one.context, [take = std::weak_ptr(one.take), next] {
      if (const auto still_there = take.lock()) (*still_there)(next);
    });
  now_ = std::move(next);
}

publication::subscription::subscription(publication& of, boost::asio::io_context& context, takes take) : of_(of) {
  const std::lock_guard held(of_.one_);
  at_ = of_.readers_.insert(of_.readers_.end(), reader{&context, std::make_shared<takes>(std::move(take))});
}

publication::subscription::~subscription() {
  const std::lock_guard held(of_.one_);
  of_.readers_.erase(at_);
}

} // namespace server
