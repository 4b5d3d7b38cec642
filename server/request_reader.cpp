#include "server/request_reader.hpp"

#include <algorithm>
#include <utility>

namespace server {
namespace {

constexpr std::size_t largest_kept_buffer = std::size_t{64} << 10;

refusal too_large(const limits& allowed) {
  return {413, "the body is larger than " + std::to_string(allowed.body_bytes) + " bytes"};
}

} // namespace

request_reader::progress request_reader::advance(std::string_view arrived, std::size_t& used) {
  used = 0;
  return in_body_ ? read_body_from(arrived, used) : read_head_from(arrived, used);
}

request_reader::progress request_reader::read_head_from(std::string_view arrived, std::size_t& used) {
  scan_head(arrived.substr(0, allowed_.header_bytes), scan_);
  if (scan_.bad_byte) return refuse({400, "the request head holds a byte that is not allowed there"});
  if (scan_.end == 0) {
    if (arrived.size() < allowed_.header_bytes) return progress::more;
    return refuse({431, "the request head is larger than " + std::to_string(allowed_.header_bytes) + " bytes"});
  }
  used = scan_.end;
  head_text_.assign(arrived.substr(0, scan_.end));
  auto [head, refused] = read_head(head_text_, allowed_);
  head_ = head;
  if (refused) return refuse(std::move(*refused));
  in_body_ = true;
  body_.reserve(head_.content_length.value_or(0));
  return progress::head;
}

request_reader::progress request_reader::read_body_from(std::string_view arrived, std::size_t& used) {
  if (!head_.chunked) {
    const auto length = head_.content_length.value_or(0);
    used = std::min<std::size_t>(length - body_.size(), arrived.size());
    body_.append(arrived.substr(0, used));
    return body_.size() == length ? progress::complete : progress::more;
  }
  switch (chunks_.advance(arrived, used, body_, allowed_.body_bytes)) {
  case chunked_body::progress::more:
    return progress::more;
  case chunked_body::progress::complete:
    return progress::complete;
  case chunked_body::progress::too_large:
    return refuse(too_large(allowed_));
  case chunked_body::progress::malformed:
    break;
  }
  return refuse({400, "the chunked body is malformed"});
}

request_reader::progress request_reader::refuse(refusal why) {
  why_ = std::move(why);
  return progress::refused;
}

hooks::call request_reader::call() const {
  hooks::call whole;
  whole.method = head_.method;
  whole.target = head_.target;
  whole.content_type = head_.content_type;
  whole.content_encoding = head_.content_encoding;
  whole.origin = head_.origin;
  whole.body = body_;
  return whole;
}

void request_reader::reset() {
  body_.clear();
  if (body_.capacity() > largest_kept_buffer) std::string().swap(body_);
  in_body_ = false;
  chunks_ = {};
  head_ = {};
  scan_ = {};
}

} // namespace server
