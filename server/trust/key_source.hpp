// The keys behind one URL and how fresh they are. It fetches nothing: it says when to, and takes what came back.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/trust/key_set.hpp"

namespace server {

using instant = std::chrono::sys_seconds;

/// How long an answer counts as fresh: its Cache-Control's max-age within 5 minutes and 24 hours; 5 minutes when it
/// says nothing, or not to keep it.
std::chrono::seconds freshness(std::string_view cache_control);

class key_source {
 public:
  static constexpr std::chrono::seconds between_attempts{30};
  static constexpr std::chrono::seconds kept_on_error{24 * 3600}; // after they stopped being fresh
  static constexpr std::chrono::seconds error_counts{60};         // then the next request waits for an attempt again
  static constexpr std::chrono::seconds lost_after{10};           // an attempt that nobody reported on

  explicit key_source(std::string url) : url_(std::move(url)) {}
  const std::string& url() const { return url_; }

  /// Fresh keys; stale ones for as long as fetching them fails; otherwise null. Waits for no fetch.
  std::shared_ptr<const key_set> usable(instant now) const;

  enum class advice : unsigned char {
    fetch, // now, and report with fetched() or failed()
    wait,  // somebody else is fetching: go on when that has been reported
    keep   // too early after the last attempt: go on with what there is
  };
  /// Before every fetch. `fetch` goes to one caller at a time.
  advice ask(instant now);
  /// Whether a fetch is worth it although nobody waits: none yet, or four fifths of the freshness are over. Looked at
  /// every few seconds, this keeps requests from waiting.
  bool due(instant now) const;

  /// A 200 with this body. Gives what was left out of it; or, as after failed(), why the keys stay as they are.
  tl::expected<std::vector<std::string>, std::string> fetched(std::string_view body, std::string_view cache_control,
                                                              instant now);
  void failed(instant now);

 private:
  struct published {
    std::shared_ptr<const key_set> keys;
    instant refresh_at, fresh_until;
  };

  std::string url_;
  // Held for the copy of a pointer at most, never while keys are parsed. std::atomic<std::shared_ptr> would hold a lock
  // as well, and in libstdc++ 12 lets go of it too early for processors that reorder more than x86 does.
  mutable std::mutex one_;
  std::optional<published> published_;
  std::optional<instant> failed_at_, last_attempt_;
  bool attempting_ = false;
};

} // namespace server
