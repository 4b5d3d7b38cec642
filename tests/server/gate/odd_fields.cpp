#include "tests/server/gate/odd_parts.hpp"

#include <string>
#include <utility>
#include <vector>

namespace server_tests {
namespace {

using list = std::vector<odd_request>;

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

} // namespace

void add_odd_fields(list& all) {
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

} // namespace server_tests
