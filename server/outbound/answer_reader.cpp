#include "server/outbound/answer_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace server {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using parser_type = http::response_parser<http::empty_body>;
using head_type = parser_type::value_type;

constexpr std::size_t longest_head = std::size_t{16} << 10;
constexpr unsigned most_interim = 8;
constexpr std::string_view version_stem = "HTTP/1.";
constexpr std::string_view head_end = "\r\n\r\n";

std::string text_of(const head_type& head, http::field name) {
  const auto value = head[name];
  return {value.data(), value.size()};
}

// Beast puts a folded field together; nobody has a reason to send one.
bool is_folded(std::string_view head) {
  return head.find("\r\n ") != std::string_view::npos || head.find("\r\n\t") != std::string_view::npos;
}

struct message_length {
  answer_body::framing how = answer_body::framing::until_end;
  std::uint64_t bytes = 0;
};

// Stricter than Beast, which takes `3, 3`, two equal lengths, and codings it does not know as if they were none.
std::optional<message_length> length_of(const head_type& head) {
  const auto lengths = head.count(http::field::content_length);
  const auto codings = head.count(http::field::transfer_encoding);
  if (codings > 0) {
    const bool chunked = codings == 1 && lengths == 0 && head.version() == 11 &&
                         beast::iequals(head[http::field::transfer_encoding], "chunked");
    return chunked ? std::optional(message_length{answer_body::framing::chunked, 0}) : std::nullopt;
  }
  if (lengths == 0) return message_length{};
  const auto text = text_of(head, http::field::content_length);
  message_length read{answer_body::framing::length, 0};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), read.bytes);
  const bool plain = lengths == 1 && fault == std::errc{} && end == text.data() + text.size();
  return plain ? std::optional(read) : std::nullopt;
}

bool is_encoded(const head_type& head) {
  const auto [first, last] = head.equal_range(http::field::content_encoding);
  return std::any_of(first, last, [](const auto& field) { return !beast::iequals(field.value(), "identity"); });
}

} // namespace

answer_reader::progress answer_reader::take(std::string_view arrived, std::size_t& used) {
  used = 0;
  begun_ = begun_ || !arrived.empty();
  while (!body_) {
    const auto before = used;
    if (take_head(arrived, used) == progress::done) return progress::done;
    if (used == before) return progress::more;
  }
  return take_body(arrived, used);
}

answer_reader::progress answer_reader::take_head(std::string_view arrived, std::size_t& used) {
  const auto text = arrived.substr(used);
  if (!text.substr(0, version_stem.size()).starts_with(version_stem.substr(0, text.size())))
    return fail(outbound_fault::malformed);
  const auto end = text.substr(0, longest_head).find(head_end);
  if (end == std::string_view::npos)
    return text.size() < longest_head ? progress::more : fail(outbound_fault::malformed);
  used += end + head_end.size();
  return read_head(text.substr(0, end + head_end.size()));
}

answer_reader::progress answer_reader::read_head(std::string_view text) {
  parser_type parser;
  parser.header_limit(static_cast<std::uint32_t>(longest_head) + 1);
  parser.skip(true); // the body is not for Beast
  beast::error_code fault;
  parser.put(boost::asio::buffer(text.data(), text.size()), fault);
  if (fault || !parser.is_done() || is_folded(text)) return fail(outbound_fault::malformed);
  const auto& head = parser.get();
  const auto status = static_cast<int>(head.result_int());
  if (status < 200) {
    const bool read_over = status >= 100 && status != 101 && ++interim_ <= most_interim;
    return read_over ? progress::more : fail(outbound_fault::malformed);
  }
  if (status > 599) return fail(outbound_fault::malformed);
  answer_.status = status;
  answer_.content_type = text_of(head, http::field::content_type);
  answer_.cache_control = text_of(head, http::field::cache_control);
  answer_.retry_after = text_of(head, http::field::retry_after);
  if (status / 100 == 3) return fail(outbound_fault::redirect);
  auto length = length_of(head);
  if (!length) return fail(outbound_fault::malformed);
  if (is_encoded(head)) return fail(outbound_fault::encoding);
  if (status == 204) length = message_length{answer_body::framing::length, 0};
  stays_ = head.version() == 11 && head.keep_alive() && length->how != answer_body::framing::until_end;
  body_.emplace(length->how, length->bytes, most_bytes_);
  return progress::more;
}

answer_reader::progress answer_reader::take_body(std::string_view arrived, std::size_t& used) {
  std::size_t more = 0;
  const auto so_far = body_->take(arrived.substr(used), more);
  used += more;
  // Nothing was asked that these bytes could answer.
  if (so_far == answer_body::progress::complete && used < arrived.size()) return fail(outbound_fault::malformed);
  return after(so_far);
}

answer_reader::progress answer_reader::after(answer_body::progress so_far) {
  switch (so_far) {
  case answer_body::progress::more:
    return progress::more;
  case answer_body::progress::complete:
    return complete();
  case answer_body::progress::too_large:
    return fail(outbound_fault::too_large);
  case answer_body::progress::malformed:
    break;
  }
  return fail(outbound_fault::malformed);
}

answer_reader::progress answer_reader::ended(bool cleanly) {
  if (!begun_) return fail(outbound_fault::connect);
  return body_ ? after(body_->ended(cleanly)) : fail(outbound_fault::malformed);
}

answer_reader::progress answer_reader::complete() {
  if (answer_.status < 300) answer_.body = std::move(body_->body);
  return progress::done;
}

// What a refusal says is told by its status; whether its body was in order changes nothing.
answer_reader::progress answer_reader::fail(outbound_fault why) {
  stays_ = false;
  answer_.fault = answer_.status >= 400 ? outbound_fault::none : why;
  return progress::done;
}

} // namespace server
