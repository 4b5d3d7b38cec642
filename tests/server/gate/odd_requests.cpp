#include "tests/server/gate/odd_requests.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace server_tests {
namespace {

using named = std::pair<std::string, std::string>;
using list = std::vector<odd_request>;

std::string post(const std::string& fields, const std::string& body = {}) {
  return "POST $T HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }
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

const std::vector<named>& field_rules() {
  static const std::vector<named> rules{
      {"empty-value", "X:\r\n"},
      {"no-colon", "X\r\n"},
      {"no-name", ": 1\r\n"},
      {"space-before-colon", "X : 1\r\n"},
      {"tab-before-colon", "X\t: 1\r\n"},
      {"space-in-name", "X Y: 1\r\n"},
      {"underscore", "X_Y: 1\r\n"},
      {"length-with-underscore", "Content_Length: 3\r\n"},
      {"coding-with-underscore", "Transfer_Encoding: chunked\r\n"},
      {"length-with-space", "Content-Length : 3\r\n"},
      {"coding-with-space", "Transfer-Encoding : chunked\r\n"},
      {"fold-space", "X: a\r\n b\r\n"},
      {"fold-tab", "X: a\r\n\tb\r\n"},
      {"fold-empty", "X: a\r\n \r\n"},
      {"fold-length", "Content-Length:\r\n 3\r\n"},
      {"fold-coding", "Transfer-Encoding:\r\n chunked\r\n"},
      {"lf", "X: a\n"},
      {"lf-then-field", "X: a\nContent-Length: 3\r\n"},
      {"cr-then-field", "X: a\rContent-Length: 3\r\n"},
      {"cr-cr-lf", "X: a\r\r\n"},
      {"cr-alone", "X: a\r"},
      {"nul", std::string("X: a\0b\r\n", 8)},
      {"second-host", "Host: b\r\n"},
      {"same-host-again", "Host: a\r\n"},
      {"second-host-other-case", "hOsT: a\r\n"},
      {"authorization", "Authorization: Bearer x\r\n"},
      {"two-authorizations", "Authorization: Bearer x\r\nauthorization: Bearer y\r\n"},
      {"two-types", "Content-Type: application/json\r\nContent-Type: text/plain\r\n"},
      {"two-origins", "Origin: https://a\r\nOrigin: https://b\r\n"},
      {"identity", "Content-Encoding: identity\r\n"},
      {"gzip", "Content-Encoding: gzip\r\n"},
      {"deflate", "Content-Encoding: deflate\r\n"},
      {"encoding-empty", "Content-Encoding:\r\n"},
      {"encoding-list", "Content-Encoding: identity, gzip\r\n"},
      {"two-encodings", "Content-Encoding: identity\r\nContent-Encoding: identity\r\n"},
      {"expect", "Expect: 100-continue\r\n"},
      {"expect-other", "Expect: 200-ok\r\n"},
      {"expect-empty", "Expect:\r\n"},
      {"two-expects", "Expect: 100-continue\r\nExpect: 100-continue\r\n"},
      {"connection-keep", "Connection: keep-alive\r\n"},
      {"connection-length", "Connection: Content-Length\r\n"},
      {"connection-not-a-list", "Connection: a b\r\n"},
      {"upgrade-h2c", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"},
      {"upgrade-websocket", "Connection: Upgrade\r\nUpgrade: websocket\r\n"},
      {"proxy-connection", "Proxy-Connection: keep-alive\r\n"},
      {"te-trailers", "TE: trailers\r\n"},
      {"trailer-announced", "Trailer: X\r\n"},
      {"method-override", "X-HTTP-Method-Override: PUT\r\n"},
      {"forwarded", "X-Forwarded-For: 1.1.1.1\r\nForwarded: for=1.1.1.1\r\n"},
      {"long-name", std::string(300, 'N') + ": 1\r\n"},
      {"long-value", "X: " + std::string(4000, 'v') + "\r\n"},
      {"too-long-value", "X: " + std::string(9000, 'v') + "\r\n"},
  };
  return rules;
}

void add_fields(list& all) {
  for (const auto& [name, field] : field_rules()) {
    all.push_back(
        {"field/" + name + "/first", "POST $T HTTP/1.1\r\n" + field + "Host: a\r\nContent-Length: 3\r\n\r\nabc"});
    all.push_back({"field/" + name + "/middle", post(field + "Content-Length: 3\r\n", "abc")});
    all.push_back({"field/" + name + "/last", post("Content-Length: 3\r\n" + field, "abc")});
    all.push_back(
        {"field/" + name + "/chunked", post(field + "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")});
    all.push_back({"field/" + name + "/get", "GET $T HTTP/1.1\r\nHost: a\r\n" + field + "\r\n"});
  }
  for (const std::size_t count : {1U, 62U, 63U, 64U, 65U, 100U}) {
    std::string fields;
    for (std::size_t i = 0; i < count; ++i) fields += "X-" + std::to_string(i) + ": 1\r\n";
    all.push_back({"fields/" + std::to_string(count), post(fields)});
  }
  for (const char* host :
       {"",      " ",       "a",     "a.example", "a:1", "a:65535",  "a:",   "a:b", "a:1:2",    "a:-1",
        "[::1]", "[::1]:1", "[::1",  "::1",       "]",   "[]",       "a b",  "a,b", "a/b",      "a?b",
        "a#b",   "u@a",     "u:p@a", "a%41",      "*",   "http://a", "a\\b", "'a'", "127.0.0.1"})
    all.push_back({std::string("host/") + host, std::string("GET $T HTTP/1.1\r\nHost: ") + host + "\r\n\r\n"});
  all.push_back({"host/none", "GET $T HTTP/1.1\r\n\r\n"});
  all.push_back({"host/none-1.0", "GET $T HTTP/1.0\r\n\r\n"});
}

const std::vector<std::string>& lengths() {
  static const std::vector<std::string> values{"0",
                                               "3",
                                               "00",
                                               "03",
                                               "003",
                                               "+3",
                                               "-0",
                                               "-3",
                                               "3.0",
                                               "3,3",
                                               "3, 3",
                                               "3,4",
                                               "3 3",
                                               "3;",
                                               "3abc",
                                               "0x3",
                                               "0b11",
                                               "3e0",
                                               "three",
                                               "",
                                               " ",
                                               "\"3\"",
                                               "3\t",
                                               "\t3",
                                               "1048577",
                                               "4294967299",
                                               "18446744073709551619",
                                               "99999999999999999999999",
                                               "NaN",
                                               "3\x0b"};
  return values;
}

const std::vector<std::string>& codings() {
  static const std::vector<std::string> values{"chunked",
                                               "Chunked",
                                               "CHUNKED",
                                               "chunked ",
                                               "\tchunked",
                                               "chunked,",
                                               ",chunked",
                                               "chunked, chunked",
                                               "chunked, identity",
                                               "identity, chunked",
                                               "identity",
                                               "gzip",
                                               "gzip, chunked",
                                               "chunked, gzip",
                                               "chunked;a=b",
                                               "chunked;",
                                               "\"chunked\"",
                                               "'chunked'",
                                               "xchunked",
                                               "chunkedx",
                                               "chunk",
                                               "",
                                               "chunked\x0b",
                                               "\x0c"
                                               "chunked",
                                               "chunked \x85",
                                               "chu nked",
                                               "chunked\t;",
                                               "x, chunked"};
  return values;
}

void add_framing(list& all) {
  const std::string start = "$T HTTP/1.1\r\nHost: a\r\n";
  const std::string old = "$T HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n";
  for (const auto& value : lengths()) {
    const auto field = "Content-Length: " + value + "\r\n";
    all.push_back({"length/" + value + "/post", "POST " + start + field + "\r\nabc"});
    all.push_back({"length/" + value + "/get", "GET " + start + field + "\r\nabc"});
    all.push_back({"length/" + value + "/1.0", "POST " + old + field + "\r\nabc"});
    all.push_back({"length/" + value + "/after-3", "POST " + start + "Content-Length: 3\r\n" + field + "\r\nabc"});
    all.push_back({"length/" + value + "/with-chunked",
                   "POST " + start + "Transfer-Encoding: chunked\r\n" + field + "\r\n0\r\n\r\n"});
  }
  for (const auto& value : codings()) {
    const auto field = "Transfer-Encoding: " + value + "\r\n";
    const std::string body = "\r\n3\r\nabc\r\n0\r\n\r\n";
    all.push_back({"coding/" + value + "/post", "POST " + start + field + body});
    all.push_back({"coding/" + value + "/get", "GET " + start + field + body});
    all.push_back({"coding/" + value + "/1.0", "POST " + old + field + body});
    all.push_back(
        {"coding/" + value + "/after-chunked", "POST " + start + "Transfer-Encoding: chunked\r\n" + field + body});
    all.push_back(
        {"coding/" + value + "/before-chunked", "POST " + start + field + "Transfer-Encoding: chunked\r\n" + body});
    all.push_back({"coding/" + value + "/with-length", "POST " + start + field + "Content-Length: 13\r\n" + body});
  }
}

const std::vector<named>& chunk_bodies() {
  static const std::vector<named> bodies{
      {"plain", "3\r\nabc\r\n0\r\n\r\n"},
      {"none", "0\r\n\r\n"},
      {"leading-zeros", "0003\r\nabc\r\n000\r\n\r\n"},
      {"capital", "A\r\n0123456789\r\n0\r\n\r\n"},
      {"extension", "3;a=b\r\nabc\r\n0\r\n\r\n"},
      {"extension-quoted", "3;a=\"b\r\n\"\r\nabc\r\n0\r\n\r\n"},
      {"extension-bare", "3;\r\nabc\r\n0\r\n\r\n"},
      {"extension-lf", "3;a\nabc\r\n0\r\n\r\n"},
      {"extension-last", "3\r\nabc\r\n0;a\r\n\r\n"},
      {"space-after", "3 \r\nabc\r\n0\r\n\r\n"},
      {"space-before", " 3\r\nabc\r\n0\r\n\r\n"},
      {"sign", "+3\r\nabc\r\n0\r\n\r\n"},
      {"negative", "-1\r\nabc\r\n0\r\n\r\n"},
      {"prefix", "0x3\r\nabc\r\n0\r\n\r\n"},
      {"underscore", "0_3\r\nabc\r\n0\r\n\r\n"},
      {"empty-size", "\r\nabc\r\n0\r\n\r\n"},
      {"letters", "xyz\r\nabc\r\n0\r\n\r\n"},
      {"nine-digits", "000000003\r\nabc\r\n0\r\n\r\n"},
      {"overflow-32", "100000003\r\nabc\r\n0\r\n\r\n"},
      {"overflow-64", "10000000000000003\r\nabc\r\n0\r\n\r\n"},
      {"too-long", "4\r\nabc\r\n0\r\n\r\n"},
      {"too-short", "2\r\nabc\r\n0\r\n\r\n"},
      {"lf-after-size", "3\nabc\r\n0\r\n\r\n"},
      {"cr-after-size", "3\rabc\r\n0\r\n\r\n"},
      {"lf-after-data", "3\r\nabc\n0\r\n\r\n"},
      {"no-end-of-data", "3\r\nabc0\r\n\r\n"},
      {"two-ends-of-data", "3\r\nabc\r\n\r\n0\r\n\r\n"},
      {"lf-after-last", "3\r\nabc\r\n0\n\r\n"},
      {"lf-at-end", "3\r\nabc\r\n0\r\n\n"},
      {"trailer", "3\r\nabc\r\n0\r\nX: y\r\n\r\n"},
      {"trailer-length", "3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n"},
      {"trailer-authorization", "3\r\nabc\r\n0\r\nAuthorization: Bearer x\r\n\r\n"},
      {"trailer-fold", "3\r\nabc\r\n0\r\n X: y\r\n\r\n"},
      {"trailer-no-colon", "3\r\nabc\r\n0\r\nabc\r\n\r\n"},
      {"nul", std::string("3\0\r\nabc\r\n0\r\n\r\n", 14)},
  };
  return bodies;
}

void add_chunks(list& all) {
  for (const auto& [name, body] : chunk_bodies()) {
    all.push_back({"chunk/" + name + "/first", chunked(body)});
    all.push_back({"chunk/" + name + "/second", chunked("2\r\nxy\r\n" + body)});
  }
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
  add_fields(all);
  add_framing(all);
  add_chunks(all);
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
