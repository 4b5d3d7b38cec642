#include "server/protocol/key_fetch.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace server {
namespace {

constexpr std::chrono::milliseconds between_looks{5'000};
constexpr std::chrono::milliseconds pause_while_others_fetch{5};

instant now_of_clock() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

outbound_request request_for(const std::string& url) {
  outbound_request asked;
  asked.url = url;
  asked.accept = "application/json";
  asked.most_bytes = key_fetch::most_bytes;
  asked.deadline = std::chrono::steady_clock::now() + key_fetch::deadline;
  asked.plain_loopback = url.starts_with("http://"); // which the clients' file allows a demo client alone
  return asked;
}

/// What came goes into the source; what is wrong with it is logged without its text.
void take(key_source& source, const outbound_answer& came) {
  const auto now = now_of_clock();
  if (came.fault != outbound_fault::none || came.status != 200) {
    source.failed(now);
    spdlog::warn("keys of a client were not fetched: {}, status {}", to_text(came.fault), came.status);
    return;
  }
  const auto left_out = source.fetched(came.body, came.cache_control, now);
  if (!left_out) return spdlog::warn("keys of a client were not taken: {}", left_out.error());
  for (const auto& one : *left_out) spdlog::warn("a key of a client was left out: {}", one);
}

} // namespace

key_fetch::key_fetch(boost::asio::io_context& context, outbound_client& outbound)
    : context_(context), outbound_(outbound), timer_(context) {}

void key_fetch::refresh(const std::shared_ptr<const published>& now, const hooks::client& of,
                        std::function<void()> go_on) {
  auto source = now->registered->keys.source_of(of);
  if (!source) return go_on();
  switch (source->ask(now_of_clock())) {
  case key_source::advice::keep:
    return go_on();
  case key_source::advice::fetch:
    return fetch(std::move(source), std::move(go_on));
  case key_source::advice::wait:
    break;
  }
  // Another thread's fetch: it ends by its deadline, and the call that waits has one of its own.
  auto pause = std::make_shared<boost::asio::steady_timer>(context_, pause_while_others_fetch);
  pause->async_wait([this, now, &of, pause, go_on = std::move(go_on)](boost::system::error_code) mutable {
    if (closed_) return go_on();
    refresh(now, of, std::move(go_on));
  });
}

void key_fetch::fetch(std::shared_ptr<key_source> source, std::function<void()> go_on) {
  auto asked = request_for(source->url());
  outbound_.get(std::move(asked), [source = std::move(source), go_on = std::move(go_on)](const outbound_answer& came) {
    take(*source, came);
    go_on();
  });
}

void key_fetch::watch(std::shared_ptr<const published> now) {
  watched_ = std::move(now);
  look();
}

void key_fetch::look() {
  if (watched_->registered == nullptr || closed_) return;
  timer_.expires_after(between_looks);
  timer_.async_wait([this](boost::system::error_code stopped) {
    if (!stopped) look();
  });
  for (auto& source : watched_->registered->keys.due(now_of_clock()))
    if (source->ask(now_of_clock()) == key_source::advice::fetch) fetch(std::move(source), [] {});
}

void key_fetch::close() {
  closed_ = true;
  timer_.cancel();
}

} // namespace server
