#include "server/outbound/answer_reader.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

using progress = server::answer_reader::progress;
constexpr std::size_t most_bytes = 256;

struct reading {
  server::outbound_answer answer;
  std::size_t fed = 0; // bytes that had come when the answer was whole
};

/// Feeds `bytes` in pieces of `size`, then the end of the connection.
reading read(std::string_view bytes, std::size_t size) {
  server::answer_reader reader(most_bytes);
  reading out;
  std::string kept;
  auto so_far = progress::more;
  while (so_far == progress::more && out.fed < bytes.size()) {
    const auto piece = bytes.substr(out.fed, size);
    out.fed += piece.size();
    kept += piece;
    std::size_t used = 0;
    so_far = reader.take(kept, used);
    promise(used <= kept.size(), "no more is used than has arrived");
    kept.erase(0, used);
  }
  if (so_far == progress::more) so_far = reader.ended(true);
  promise(so_far == progress::done, "the end of a connection is the end of an answer");
  out.answer = reader.answer();
  promise(out.answer.body.size() <= most_bytes, "a body is not longer than the limit");
  return out;
}

} // namespace

void http_answer(std::string_view bytes) {
  const auto slowly = read(bytes, 1);
  // What follows an answer is seen when it comes with the last piece, so it is cut off.
  const auto told = bytes.substr(0, slowly.fed);
  for (const std::size_t size : {std::size_t{2}, std::size_t{7}, told.size() + 1}) {
    const auto again = read(told, size);
    promise(again.answer.fault == slowly.answer.fault && again.answer.status == slowly.answer.status &&
                again.answer.body == slowly.answer.body,
            "an answer is the same however it arrives");
  }
}

} // namespace fuzz
