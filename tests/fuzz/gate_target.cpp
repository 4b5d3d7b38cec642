#include <algorithm>
#include <chrono>
#include <cstdint>

#include "hooks/endpoint.hpp"
#include "server/request_reader.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/world.hpp"

namespace fuzz {
namespace {

using namespace std::chrono_literals;
using progress = server::request_reader::progress;

/// Sizes of pieces that look random and follow from the bytes, so that an input found is an input kept.
class cuts {
 public:
  explicit cuts(std::string_view bytes) {
    for (const char c : bytes) next(c);
  }
  std::size_t operator()() {
    next(0);
    return 1 + (state_ >> 33) % 40;
  }

 private:
  void next(char c) { state_ = state_ * 6364136223846793005u + static_cast<unsigned char>(c) + 1442695040888963407u; }
  std::uint64_t state_ = 0;
};

void check(const hooks::call& whole, const server::limits& allowed) {
  const auto shown = [](char c) { return c > ' ' && c <= '~'; };
  promise(whole.target.starts_with('/') && std::all_of(whole.target.begin(), whole.target.end(), shown),
          "a target is a path in visible characters");
  promise(whole.target.size() <= allowed.target_bytes && whole.body.size() <= allowed.body_bytes, "limits hold");
}

/// What the reader said of a connection that brings `bytes` in pieces, as text.
std::string told(std::string_view bytes, const server::limits& allowed, auto size_of_next) {
  server::request_reader reader(allowed);
  std::string said, kept;
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, size_of_next());
    bytes.remove_prefix(piece.size());
    kept += piece;
    for (auto now = progress::head; now != progress::more;) {
      std::size_t used = 0;
      now = reader.advance(kept, used);
      promise(used <= kept.size(), "no more is used than has arrived");
      kept.erase(0, used);
      if (now == progress::refused) {
        promise(reader.why().status >= 400 && !reader.why().message.empty(), "a refusal says why");
        return said + "refused " + std::to_string(reader.why().status) + " " + reader.why().message;
      }
      if (now == progress::head)
        for (const bool is : {reader.head().is_head, reader.head().version_1_1, reader.head().keep_alive,
                              reader.head().expects_continue})
          said += is ? 'y' : 'n';
      if (now != progress::complete) continue;
      const auto whole = reader.call();
      check(whole, allowed);
      for (const auto part :
           {whole.method, whole.target, whole.content_type, whole.content_encoding, whole.origin, whole.body})
        said.append(" <").append(part).append(">");
      reader.reset();
    }
  }
  promise(kept.size() < allowed.header_bytes, "less than a head waits for more");
  return said + "more";
}

/// Every whole request on to the protocol: the router, and what lies behind it.
void answer(std::string_view bytes) {
  static const hooks::endpoint served(support::embedded_knowledge(), {});
  const server::limits allowed;
  server::request_reader reader(allowed);
  std::size_t used = 0;
  if (reader.advance(bytes, used) != progress::head) return;
  bytes.remove_prefix(used);
  if (reader.advance(bytes, used) != progress::complete) return;
  const auto answered = served.answer(reader.call(), support::world_at(std::chrono::sys_days{2026y / 1 / 20} + 15h));
  promise(answered.status >= 200 && answered.status < 500, "what a client sends is no fault of the server");
}

} // namespace

void gate(std::string_view bytes) {
  const server::limits narrow{.body_bytes = 64, .header_bytes = 256, .target_bytes = 48, .fields = 6};
  for (const auto& allowed : {server::limits{}, narrow}) {
    const auto whole = told(bytes, allowed, [&] { return bytes.size(); });
    promise(told(bytes, allowed, [] { return 1; }) == whole, "bytes that come alone are read as if they came at once");
    promise(told(bytes, allowed, cuts(bytes)) == whole, "pieces are read as if they came at once");
  }
  answer(bytes);
}

} // namespace fuzz
