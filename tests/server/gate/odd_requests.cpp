#include "tests/server/gate/odd_requests.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "tests/server/gate/odd_parts.hpp"

namespace server_tests {
namespace {

using list = std::vector<odd_request>;

std::string line(const std::string& text) { return text + "\r\nHost: a\r\n\r\n"; }

std::string hex(unsigned byte) {
  static constexpr std::string_view digits = "0123456789abcdef";
  return {digits[byte / 16], digits[byte % 16]};
}

/// One byte where it must not stand, or just may.
void add_bytes(list& all) {
  std::vector<unsigned> bytes;
  for (unsigned b = 0; b <= ' '; ++b) bytes.push_back(b);
  for (const char c : std::string_view("\"#%(),/:;<=>?@[\\]^_`{|}")) bytes.push_back(static_cast<unsigned char>(c));
  for (const unsigned b : {0x7fU, 0x80U, 0x85U, 0xa0U, 0xc3U, 0xffU}) bytes.push_back(b);
  for (const unsigned b : bytes) {
    const std::string c(1, static_cast<char>(b));
    all.push_back({"byte/method/" + hex(b), line("G" + c + "T $T HTTP/1.1")});
    all.push_back({"byte/target/" + hex(b), line("GET $T" + c + "a HTTP/1.1")});
    all.push_back({"byte/version/" + hex(b), line("GET $T HTTP/1" + c + "1")});
    all.push_back({"byte/name/" + hex(b), post("X" + c + "Y: 1\r\n")});
    all.push_back({"byte/value/" + hex(b), post("X: a" + c + "b\r\n")});
    all.push_back({"byte/host/" + hex(b), "GET $T HTTP/1.1\r\nHost: a" + c + "b\r\n\r\n"});
    all.push_back({"byte/chunk-size/" + hex(b), chunked("3" + c + "\r\nabc\r\n0\r\n\r\n")});
  }
}

void add_lines(list& all) {
  for (const char* version : {"HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/1",
                              "HTTP/11", "HTTP/1.10", "HTTP/01.1", "HTTP/+1.1", "http/1.1", "HTTPS/1.1", "HTCPCP/1.0",
                              "HTTP 1.1", "HTTP/1.1 ", " HTTP/1.1", "HTTP/1.1\tx", ""})
    all.push_back({std::string("version/") + version, line(std::string("GET $T ") + version)});
  for (const char* method :
       {"GET", "HEAD", "POST", "PUT",  "PATCH", "DELETE",  "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW", "get",
        "Get", "G",    "",     " GET", "GET ",  "\"GET\"", "GET/",    "GET:",  "12",      "$",        "A-B"})
    all.push_back({std::string("method/") + method, line(std::string(method) + " $T HTTP/1.1")});
  for (const char* target : {"$T?a=b",
                             "$T?",
                             "$T//",
                             "$T/../x",
                             "$T;a=b",
                             "$T%2F",
                             "$T%00",
                             "$T%0d%0aX:%20y",
                             "$T%",
                             "$T%4",
                             "$T%zz",
                             "$T#a",
                             "$T?a#b",
                             "$T\\x",
                             "$T b",
                             "/$T",
                             "https://a$T",
                             "http://a$T",
                             "//a$T",
                             "*",
                             "a:443",
                             "a$T",
                             "?$T",
                             ".$T",
                             "",
                             "$T HTTP/1.1",
                             "$T\tHTTP/1.1",
                             "$T?a=[b]",
                             "$T?a={b}",
                             "$T?a=\"b\"",
                             "$T?a='b'",
                             "$T/~a",
                             "$T/:@!$&()*+,="})
    all.push_back({std::string("target/") + target, line(std::string("GET ") + target + " HTTP/1.1")});
}

void add_line_ends(list& all) {
  for (const auto& [name, end] : std::vector<named>{
           {"lf", "\n"}, {"cr", "\r"}, {"cr-cr-lf", "\r\r\n"}, {"lf-cr", "\n\r"}, {"space-cr-lf", " \r\n"}}) {
    all.push_back({"end/" + name + "/request-line", "GET $T HTTP/1.1" + end + "Host: a\r\n\r\n"});
    all.push_back({"end/" + name + "/field", "GET $T HTTP/1.1\r\nHost: a" + end + "X: y\r\n\r\n"});
    all.push_back({"end/" + name + "/last-field", "GET $T HTTP/1.1\r\nHost: a" + end + "\r\n"});
    all.push_back({"end/" + name + "/head", "GET $T HTTP/1.1\r\nHost: a\r\n" + end});
    all.push_back({"end/" + name + "/before", end + line("GET $T HTTP/1.1")});
    all.push_back({"end/" + name + "/everywhere", "GET $T HTTP/1.1" + end + "Host: a" + end + end});
  }
}

/// What must not be read differently because something came before it on the connection.
void add_pipelined(list& all) {
  const std::array<named, 3> before{
      named{"after-get", "GET /before HTTP/1.1\r\nHost: a\r\n\r\n"},
      named{"after-length", "POST /before HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"},
      named{"after-chunks",
            "POST /before HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"}};
  const std::vector<named> then{
      {"plain", post("Content-Length: 3\r\n", "abc")},
      {"both-framings", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"two-lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")},
      {"get-with-body", "GET $T HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"},
      {"no-host", "GET $T HTTP/1.1\r\n\r\n"},
      {"empty-line-first", "\r\n" + line("GET $T HTTP/1.1")},
      {"fold-first", " X: y\r\n" + line("GET $T HTTP/1.1")},
      {"body-too-long", "abc" + line("GET $T HTTP/1.1")},
      {"extension", chunked("3;a\r\nabc\r\n0\r\n\r\n")},
      {"trailer", chunked("0\r\nX: y\r\n\r\n")},
      {"garbage", std::string("\x16\x03\x01\x00\x00", 5)},
      {"http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}};
  for (const auto& [where, first] : before)
    for (const auto& [name, second] : then) all.push_back({"pipelined/" + name + "/" + where, first + second});
}

/// Visible, so that the golden file can be read.
std::string shown(const std::string& id) {
  std::string out;
  for (const char c : id)
    if (c > ' ' && c <= '~')
      out += c;
    else
      out += "<" + hex(static_cast<unsigned char>(c)) + ">";
  return out.size() > 80 ? out.substr(0, 80) : out;
}

list make() {
  list all;
  add_bytes(all);
  add_lines(all);
  add_odd_fields(all);
  add_odd_framing(all);
  add_odd_chunks(all);
  add_line_ends(all);
  add_pipelined(all);
  for (auto& one : all) one.id = shown(one.id);
  return all;
}

} // namespace

const std::vector<odd_request>& odd_requests() {
  static const auto all = make();
  return all;
}

std::string target_of(std::size_t which) { return "/t" + std::to_string(which) + "."; }

std::string sent_bytes(std::size_t which) {
  auto bytes = odd_requests().at(which).bytes;
  for (auto at = bytes.find("$T"); at != std::string::npos; at = bytes.find("$T", at))
    bytes.replace(at, 2, target_of(which));
  return bytes + "GET /hidden-" + std::to_string(which) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
}

} // namespace server_tests
