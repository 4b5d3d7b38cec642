#include "server/trust/key_source.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace server {
namespace {

using std::chrono::seconds;

constexpr seconds least_fresh{300};
constexpr seconds most_fresh{24 * 3600};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
  std::string made(text);
  for (auto& c : made)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return made;
}

std::optional<seconds> seconds_of(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (end != text.data() + text.size() || text.empty() || count < 0) return std::nullopt;
  if (fault == std::errc::result_out_of_range) return most_fresh;
  return std::min(seconds{std::min<std::int64_t>(count, most_fresh.count())}, most_fresh);
}

} // namespace

seconds freshness(std::string_view cache_control) {
  auto fresh = least_fresh;
  while (!cache_control.empty()) {
    const auto comma = std::min(cache_control.find(','), cache_control.size());
    const auto directive = lower(trimmed(cache_control.substr(0, comma)));
    cache_control.remove_prefix(std::min(comma + 1, cache_control.size()));
    if (directive.starts_with("no-store") || directive.starts_with("no-cache")) return least_fresh;
    constexpr std::string_view age = "max-age=";
    if (!directive.starts_with(age)) continue;
    if (const auto said = seconds_of(std::string_view(directive).substr(age.size()))) fresh = *said;
  }
  return std::clamp(fresh, least_fresh, most_fresh);
}

std::shared_ptr<const key_set> key_source::usable(instant now) const {
  const std::lock_guard held(one_);
  if (!published_) return nullptr;
  if (now < published_->fresh_until) return published_->keys;
  const bool failing = failed_at_ && *failed_at_ >= published_->refresh_at && now < *failed_at_ + error_counts;
  return failing && now < published_->fresh_until + kept_on_error ? published_->keys : nullptr;
}

key_source::advice key_source::ask(instant now) {
  const std::lock_guard held(one_);
  // a clock that was set back must not hold attempts up
  const auto since = last_attempt_ && now >= *last_attempt_ ? now - *last_attempt_ : seconds::max();
  if (attempting_ && since < lost_after) return advice::wait;
  if (since < between_attempts) return advice::keep;
  attempting_ = true;
  last_attempt_ = now;
  return advice::fetch;
}

bool key_source::due(instant now) const {
  const std::lock_guard held(one_);
  if (published_ && now < published_->refresh_at) return false;
  return !last_attempt_ || now - *last_attempt_ >= between_attempts;
}

tl::expected<std::vector<std::string>, std::string> key_source::fetched(std::string_view body,
                                                                        std::string_view cache_control, instant now) {
  auto read = read_key_set(body);
  if (!read) {
    failed(now);
    return tl::unexpected(std::move(read.error()));
  }
  const auto fresh = freshness(cache_control);
  auto keys = std::make_shared<const key_set>(std::move(read->keys));
  {
    const std::lock_guard held(one_);
    published_ = {std::move(keys), now + fresh * 4 / 5, now + fresh};
    attempting_ = false;
  }
  return std::move(read->left_out);
}

void key_source::failed(instant now) {
  const std::lock_guard held(one_);
  failed_at_ = now;
  attempting_ = false;
}

} // namespace server
