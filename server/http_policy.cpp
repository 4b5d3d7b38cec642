#include "server/http_policy.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace server {
namespace {

constexpr std::size_t longest_method = 32;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

constexpr bool is_token(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

refusal malformed(std::string message) { return {400, std::move(message)}; }

using verdict = std::optional<refusal>;

/// A field that may stand once.
struct single {
  std::string_view value;
  unsigned times = 0;
};

struct fields {
  single host, content_length, transfer_encoding, content_type, content_encoding, origin, authorization, expect;
};

struct request_line {
  std::string_view method;
  std::string_view target;
  bool version_1_1 = true;
};

struct known_field {
  std::string_view name;
  single fields::*slot;
};
constexpr std::array known_fields{
    known_field{"Host", &fields::host},
    known_field{"Content-Length", &fields::content_length},
    known_field{"Transfer-Encoding", &fields::transfer_encoding},
    known_field{"Content-Type", &fields::content_type},
    known_field{"Content-Encoding", &fields::content_encoding},
    known_field{"Origin", &fields::origin},
    known_field{"Authorization", &fields::authorization},
    known_field{"Expect", &fields::expect},
};

verdict judge_target(std::string_view target, const limits& allowed) {
  if (target.size() > allowed.target_bytes) return refusal{414, "the request target is too long"};
  if (target.empty() || target.front() != '/')
    return malformed("the request target must be a path that starts with `/`");
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    if (c <= ' ' || c > '~' || std::string_view("#\"<>\\^`{|}").find(c) != std::string_view::npos)
      return malformed("the request target holds a character that must be percent-encoded");
    if (c == '%' && (i + 2 >= target.size() || !is_hex(target[i + 1]) || !is_hex(target[i + 2])))
      return malformed("the request target holds a `%` without two hexadecimal digits");
  }
  return std::nullopt;
}

verdict judge_version(std::string_view version, request_line& read) {
  if (version == "HTTP/1.1") return std::nullopt;
  read.version_1_1 = false;
  if (version == "HTTP/1.0") return std::nullopt;
  const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                           version[6] == '.' && is_digit(version[7]);
  if (well_formed) return refusal{505, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  return malformed("the request line must read `METHOD target HTTP/1.1`");
}

verdict read_request_line(std::string_view line, const limits& allowed, request_line& read) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return malformed("the request line must read `METHOD target HTTP/1.1`");
  read.method = line.substr(0, first);
  read.target = line.substr(first + 1, last - first - 1);
  if (read.method.empty() || read.method.size() > longest_method ||
      !std::all_of(read.method.begin(), read.method.end(), is_token))
    return malformed("the request method is not a name");
  // Who sent it on may take whatever follows for a tunnel's.
  if (read.method == "CONNECT") return refusal{501, "no tunnels are made here"};
  if (auto wrong = judge_version(line.substr(last + 1), read)) return wrong;
  return judge_target(read.target, allowed);
}

verdict read_field(std::string_view line, fields& found) {
  if (line.front() == ' ' || line.front() == '\t') return malformed("a header field is folded over two lines");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return malformed("a header line is not `Name: value`");
  const auto name = line.substr(0, colon);
  // `_` is a token character, but gateways that turn names into variables read it as `-`.
  if (!std::all_of(name.begin(), name.end(), [](char c) { return is_token(c) && c != '_'; }))
    return malformed("a header name holds a character that is not allowed there");
  const auto value = trimmed(line.substr(colon + 1));
  for (const auto& known : known_fields) {
    if (!same_name(name, known.name)) continue;
    auto& slot = found.*known.slot;
    slot.value = value;
    ++slot.times;
  }
  return std::nullopt;
}

verdict read_fields(std::string_view lines, const limits& allowed, fields& found) {
  verdict wrong;
  for (std::size_t count = 1; !lines.empty(); ++count) {
    if (count > allowed.fields)
      return refusal{431, "the request has more than " + std::to_string(allowed.fields) + " header fields"};
    const auto end = std::min(lines.find("\r\n"), lines.size());
    // All are read even after a fault: the answer to it still needs the Origin.
    if (auto fault = read_field(lines.substr(0, end), found); fault && !wrong) wrong = std::move(fault);
    lines.remove_prefix(std::min(end + 2, lines.size()));
  }
  return wrong;
}

bool is_port(std::string_view text) { return text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit); }

bool is_name_or_address(std::string_view text) {
  const bool address = text.starts_with('[') && text.ends_with(']');
  if (address) text = text.substr(1, text.size() - 2);
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return address ? is_hex(c) || c == ':' || c == '.'
                   : is_letter(c) || is_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
  });
}

verdict judge_host(const single& host) {
  if (host.times != 1 || host.value.empty()) return malformed("the request needs exactly one Host");
  auto name = host.value;
  const auto colon = name.rfind(':');
  const bool with_port = colon != std::string_view::npos && name.back() != ']';
  if (with_port) name = name.substr(0, colon);
  if (!is_name_or_address(name) || (with_port && !is_port(host.value.substr(colon + 1))))
    return malformed("the Host is not a name or address with an optional port");
  return std::nullopt;
}

verdict judge_repeats(const fields& found) {
  for (const auto& known : known_fields)
    if ((found.*known.slot).times > 1) return malformed("the request has more than one " + std::string(known.name));
  return std::nullopt;
}

// That it is not too long is for the parser to say.
verdict judge_length(std::string_view text) {
  const bool canonical =
      !text.empty() && std::all_of(text.begin(), text.end(), is_digit) && (text.size() == 1 || text[0] != '0');
  if (!canonical) return malformed("the Content-Length is not a plain decimal number");
  return std::nullopt;
}

verdict judge_framing(const fields& found, const request_line& line) {
  const bool chunked = found.transfer_encoding.times > 0;
  const bool has_length = found.content_length.times > 0;
  if (chunked && has_length) return malformed("the request has both Transfer-Encoding and Content-Length");
  if (chunked && !line.version_1_1) return malformed("HTTP/1.0 has no Transfer-Encoding");
  if (chunked && found.transfer_encoding.value != "chunked")
    return refusal{501, "the only Transfer-Encoding read here is `chunked`"};
  if (has_length)
    if (auto wrong = judge_length(found.content_length.value)) return wrong;
  const bool has_body = chunked || (has_length && found.content_length.value != "0");
  if (has_body && (line.method == "GET" || line.method == "HEAD"))
    return malformed("a " + std::string(line.method) + " request has no body");
  return std::nullopt;
}

verdict judge_content(const fields& found, const request_line& line) {
  if (found.content_encoding.times > 0 && !same_name(found.content_encoding.value, "identity"))
    return refusal{415, "the body must not be compressed or otherwise encoded"};
  // HTTP/1.0 has no interim answers: its Expect is ignored.
  if (found.expect.times > 0 && line.version_1_1 && !same_name(found.expect.value, "100-continue"))
    return refusal{417, "the only expectation met here is `100-continue`"};
  return std::nullopt;
}

} // namespace

void scan_head(std::string_view arrived, head_scan& so_far) {
  for (auto& i = so_far.looked_at; i < arrived.size() && so_far.end == 0; ++i) {
    const auto c = static_cast<unsigned char>(arrived[i]);
    const bool after_return = i > 0 && arrived[i - 1] == '\r';
    const bool allowed = c == '\n' ? after_return : !after_return && (c == '\r' || c == '\t' || (c >= ' ' && c <= '~'));
    if (!allowed) {
      so_far.bad_byte = true;
      return;
    }
    if (c == '\n' && i >= 3 && arrived[i - 2] == '\n') so_far.end = i + 1;
  }
}

head_verdict judge_head(std::string_view text, const limits& allowed) {
  const auto line_end = text.find("\r\n");
  request_line line;
  fields found;
  auto wrong = read_request_line(text.substr(0, line_end), allowed, line);
  // Fields end where the closing empty line begins.
  const auto lines = text.substr(line_end + 2, text.size() - line_end - 4);
  auto wrong_field = read_fields(lines, allowed, found);
  if (!wrong) wrong = std::move(wrong_field);
  if (!wrong) wrong = judge_host(found.host);
  if (!wrong) wrong = judge_repeats(found);
  if (!wrong) wrong = judge_framing(found, line);
  if (!wrong) wrong = judge_content(found, line);
  return {std::move(wrong), line.method, found.origin.times == 1 ? found.origin.value : std::string_view{}};
}

} // namespace server
