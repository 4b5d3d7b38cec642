// Fetches the key sets of clients: for the calls that wait for one, and before they go stale.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/outbound/client.hpp"
#include "server/protocol/published.hpp"

namespace server {

class key_fetch {
 public:
  static constexpr std::chrono::milliseconds deadline{2'000};
  static constexpr std::size_t most_bytes = std::size_t{64} << 10;

  /// `context` and `outbound` must outlive it.
  key_fetch(boost::asio::io_context& context, outbound_client& outbound);

  /// Calls `go_on` once, later or at once: when the keys of this client have been fetched, or it is too early for that.
  void refresh(const std::shared_ptr<const published>& now, const hooks::client& of, std::function<void()> go_on);
  /// Looks every few seconds for keys of these that go stale, until it is told others, or close.
  void watch(std::shared_ptr<const published> now);
  void close();

 private:
  void fetch(std::shared_ptr<key_source> source, std::function<void()> go_on);
  void look();

  boost::asio::io_context& context_;
  outbound_client& outbound_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<const published> watched_;
  bool closed_ = false;
};

} // namespace server
