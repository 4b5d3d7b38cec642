// Every way of framing a request that two programs could read differently, and what becomes of it. A row with status 0
// is accepted; everything else is refused with that status. Each row is read whole, byte by byte, and over real TLS.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/request_reader.hpp"
#include "tests/server/support/running_server.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using server::request_reader;
using progress = request_reader::progress;

struct row {
  const char* name;
  std::string request;
  int status;
};

std::string with(const std::string& fields, const std::string& body = {}) {
  return "POST /s HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
std::string line(const std::string& request_line) { return request_line + "\r\nHost: a\r\n\r\n"; }
std::string chunked(const std::string& body) { return with("Transfer-Encoding: chunked\r\n", body); }
std::string many_fields(std::size_t count) {
  std::string fields;
  for (std::size_t i = 0; i < count; ++i) fields += "X-" + std::to_string(i) + ": 1\r\n";
  return fields;
}

const std::vector<row>& request_lines() {
  static const std::vector<row> rows{
      {"plain get", line("GET / HTTP/1.1"), 0},
      {"query", line("GET /a?b=c&d=%20 HTTP/1.1"), 0},
      {"every path character", line("GET /aZ09-._~!$&'()*+,;=:@/%2F HTTP/1.1"), 0},
      {"version 1.0", line("GET / HTTP/1.0"), 0},
      {"unknown method is for the router", line("BREW / HTTP/1.1"), 0},
      {"target at the limit", line("GET /" + std::string(2047, 'a') + " HTTP/1.1"), 0},
      {"target over the limit", line("GET /" + std::string(2048, 'a') + " HTTP/1.1"), 414},
      {"version 2.0", line("GET / HTTP/2.0"), 505},
      {"version 0.9", line("GET / HTTP/0.9"), 505},
      {"version 1.2", line("GET / HTTP/1.2"), 505},
      {"version 1.10", line("GET / HTTP/1.10"), 400},
      {"version in lower case", line("GET / http/1.1"), 400},
      {"version with a comma", line("GET / HTTP/1,1"), 400},
      {"version without digits", line("GET / HTTP/x.y"), 400},
      {"no version", line("GET /"), 400},
      {"no target", line("GET  HTTP/1.1"), 400},
      {"only a method", line("GET"), 400},
      {"two spaces before the target", line("GET  / HTTP/1.1"), 400},
      {"two spaces before the version", line("GET /  HTTP/1.1"), 400},
      {"space in the target", line("GET /a b HTTP/1.1"), 400},
      {"tab instead of space", line("GET\t/\tHTTP/1.1"), 400},
      {"space before the method", line(" GET / HTTP/1.1"), 400},
      {"space after the version", line("GET / HTTP/1.1 "), 400},
      {"empty first line", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"only empty lines", "\r\n\r\n\r\n\r\n", 400},
      {"colon in the method", line("GE:T / HTTP/1.1"), 400},
      {"quoted method", line("\"GET\" / HTTP/1.1"), 400},
      {"method too long", line(std::string(33, 'A') + " / HTTP/1.1"), 400},
      {"absolute target", line("GET https://a/ HTTP/1.1"), 400},
      {"absolute target elsewhere", line("GET http://169.254.169.254/ HTTP/1.1"), 400},
      {"asterisk target", line("OPTIONS * HTTP/1.1"), 400},
      {"authority target", line("GET a:443 HTTP/1.1"), 400},
      {"tunnel", line("CONNECT a:443 HTTP/1.1"), 501},
      {"tunnel with a path", line("CONNECT /a HTTP/1.1"), 501},
      {"relative target", line("GET a/b HTTP/1.1"), 400},
      {"query without path", line("GET ?a HTTP/1.1"), 400},
      {"fragment", line("GET /a#b HTTP/1.1"), 400},
      {"backslash", line("GET /a\\..\\b HTTP/1.1"), 400},
      {"angle bracket", line("GET /<a HTTP/1.1"), 400},
      {"brace", line("GET /{{a}} HTTP/1.1"), 400},
      {"pipe", line("GET /a|b HTTP/1.1"), 400},
      {"caret", line("GET /a^b HTTP/1.1"), 400},
      {"backtick", line("GET /a`b HTTP/1.1"), 400},
      {"double quote", line("GET /a\"b HTTP/1.1"), 400},
      {"percent at the end", line("GET /a% HTTP/1.1"), 400},
      {"percent with one digit", line("GET /a%2 HTTP/1.1"), 400},
      {"percent with a letter", line("GET /%zz HTTP/1.1"), 400},
      {"byte above ascii in the target", line("GET /\xc3\xa9 HTTP/1.1"), 400},
      {"zero byte in the target", line(std::string("GET /\0 HTTP/1.1", 15)), 400},
      {"delete in the target", line("GET /\x7f HTTP/1.1"), 400},
      {"return in the target", line("GET /\rX HTTP/1.1"), 400},
      {"line feed in the target", line("GET /\nX: y HTTP/1.1"), 400},
      {"line feed ends the line", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"return ends the line", "GET / HTTP/1.1\rHost: a\r\r", 400},
      {"tls inside tls", std::string("\x16\x03\x01\x02\x00\x01\x00", 7), 400},
      {"http/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"json without a head", "{\"hook\":\"order-sign\"}\r\n\r\n", 400},
      {"proxy protocol line", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n\r\n", 400},
  };
  return rows;
}

const std::vector<row>& header_fields() {
  static const std::vector<row> rows{
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"no host in 1.0", "GET / HTTP/1.0\r\n\r\n", 400},
      {"empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"blank host", "GET / HTTP/1.1\r\nHost:  \t \r\n\r\n", 400},
      {"two hosts", with("Host: b\r\n"), 400},
      {"the same host twice", with("Host: a\r\n"), 400},
      {"two hosts, other case", with("hOST: b\r\n"), 400},
      {"host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
      {"host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
      {"host with a port", "GET / HTTP/1.1\r\nHost: a.example:8443\r\n\r\n", 0},
      {"host with a port that is none", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", 400},
      {"host with two ports", "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n", 400},
      {"host with an endless port", "GET / HTTP/1.1\r\nHost: a:000443\r\n\r\n", 400},
      {"host of a port alone", "GET / HTTP/1.1\r\nHost: :443\r\n\r\n", 400},
      {"host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
      {"host with a bracket inside", "GET / HTTP/1.1\r\nHost: a[b]\r\n\r\n", 400},
      {"host with a percent", "GET / HTTP/1.1\r\nHost: a%41\r\n\r\n", 400},
      {"ipv6 host without a port", "GET / HTTP/1.1\r\nHost: [fe80::1.2.3.4]\r\n\r\n", 0},
      {"ipv6 host", "GET / HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n", 0},
      {"no space after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n", 0},
      {"spaces and tabs around a value", with("Accept: \t */* \t \r\n"), 0},
      {"empty value", with("X-Empty:\r\n"), 0},
      {"field without colon", with("Accept\r\n"), 400},
      {"field without name", with(": b\r\n"), 400},
      {"space before the colon", with("Content-Length : 0\r\n"), 400},
      {"tab before the colon", with("Content-Length\t: 0\r\n"), 400},
      {"space in a name", with("X Y: 1\r\n"), 400},
      {"underscore in a name", with("Content_Length: 3\r\n", "abc"), 400},
      {"underscore in any name", with("X_Y: 1\r\n"), 400},
      {"parenthesis in a name", with("X(Y: 1\r\n"), 400},
      {"byte above ascii in a name", with("X\xe9: 1\r\n"), 400},
      {"byte above ascii in a value", with("X: \xc3\xa9\r\n"), 400},
      {"zero byte in a value", with(std::string("X: a\0b\r\n", 8)), 400},
      {"escape in a value", with("X: \x1b[31m\r\n"), 400},
      {"delete in a value", with("X: \x7f\r\n"), 400},
      {"return in a value", with("X: a\rb\r\n"), 400},
      {"line feed in a value", with("X: a\nY: b\r\n"), 400},
      {"two returns", with("X: a\r\r\n"), 400},
      {"folded with a space", with("X: a\r\n b\r\n"), 400},
      {"folded with a tab", with("X: a\r\n\tb\r\n"), 400},
      {"folded first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"folded length", with("Content-Length:\r\n 3\r\n", "abc"), 400},
      {"as many fields as allowed", with(many_fields(63)), 0},
      {"one field too many", with(many_fields(64)), 431},
      {"head of as many bytes as allowed", with("X: " + std::string(8192 - 34, 'a') + "\r\n"), 0},
      {"head of one byte more", with("X: " + std::string(8192 - 33, 'a') + "\r\n"), 431},
      {"head too large", with("X: " + std::string(9000, 'a') + "\r\n"), 431},
      {"first line too large", "GET /" + std::string(9000, 'a'), 431},
      {"one authorization", with("Authorization: Bearer x\r\n"), 0},
      {"two authorizations", with("Authorization: Bearer x\r\nAuthorization: Bearer y\r\n"), 400},
      {"two content types", with("Content-Type: application/json\r\nContent-Type: text/plain\r\n"), 400},
      {"two origins", with("Origin: https://a\r\nOrigin: https://b\r\n"), 400},
      {"identity", with("Content-Encoding: identity\r\n"), 0},
      {"gzip", with("Content-Encoding: gzip\r\nContent-Length: 0\r\n"), 415},
      {"br", with("Content-Encoding: br\r\n"), 415},
      {"empty encoding", with("Content-Encoding:\r\n"), 415},
      {"two encodings", with("Content-Encoding: identity\r\nContent-Encoding: gzip\r\n"), 400},
      {"encoding list", with("Content-Encoding: identity, gzip\r\n"), 415},
      {"connection that is no list", with("Connection: a b\r\n"), 400},
      {"connection with an empty element", with("Connection: ,close\r\n"), 0},
      {"unknown expectation", with("Expect: 200-ok\r\nContent-Length: 0\r\n"), 417},
      {"empty expectation", with("Expect:\r\n"), 417},
      {"two expectations", with("Expect: 100-continue\r\nExpect: 100-continue\r\n"), 400},
      {"expectation in 1.0 is ignored", "POST /s HTTP/1.0\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", 0},
  };
  return rows;
}

const std::vector<row>& bodies() {
  static const std::vector<row> rows{
      {"post without a body", with(""), 0},
      {"length 0", with("Content-Length: 0\r\n"), 0},
      {"length 3", with("Content-Length: 3\r\n", "abc"), 0},
      {"length at the limit of 1 MiB", with("Content-Length: 1048576\r\n", std::string(1048576, 'x')), 0},
      {"length over the limit", with("Content-Length: 1048577\r\n"), 413},
      {"length of many digits", with("Content-Length: 99999999999999999999\r\n"), 413},
      {"length that is 3 modulo 64 bits", with("Content-Length: 18446744073709551619\r\n", "abc"), 413},
      {"negative length", with("Content-Length: -1\r\n"), 400},
      {"length with a sign", with("Content-Length: +3\r\n", "abc"), 400},
      {"length with a leading zero", with("Content-Length: 003\r\n", "abc"), 400},
      {"length in hexadecimal", with("Content-Length: 0x3\r\n", "abc"), 400},
      {"length with a fraction", with("Content-Length: 3.0\r\n", "abc"), 400},
      {"length list", with("Content-Length: 3, 3\r\n", "abc"), 400},
      {"empty length", with("Content-Length:\r\n"), 400},
      {"length as a word", with("Content-Length: three\r\n"), 400},
      {"length with an inner space", with("Content-Length: 1 0\r\n"), 400},
      {"the same length twice", with("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400},
      {"two lengths", with("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400},
      {"length and chunked", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"chunked and length", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
      {"chunked twice in a list", with("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 501},
      {"chunked in two fields", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"gzip and chunked", with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"identity coding", with("Transfer-Encoding: identity\r\n"), 501},
      {"chunked in capitals", with("Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"), 501},
      {"chunked with a parameter", with("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 501},
      {"chunked in quotes", with("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501},
      {"almost chunked", with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
      {"chunked with a comma", with("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n"), 501},
      {"chunked with a vertical tab",
       with("Transfer-Encoding: \x0b"
            "chunked\r\n",
            "0\r\n\r\n"),
       400},
      {"empty coding", with("Transfer-Encoding:\r\n", "0\r\n\r\n"), 501},
      {"chunked in 1.0", "POST /s HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"get with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"get with chunks", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"head with a body", "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"get with length 0", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 0},
      {"no chunk", chunked("0\r\n\r\n"), 0},
      {"one chunk", chunked("3\r\nabc\r\n0\r\n\r\n"), 0},
      {"chunk size in capitals", chunked("A\r\n0123456789\r\n0\r\n\r\n"), 0},
      {"chunk extension", chunked("3;a=b\r\nabc\r\n0\r\n\r\n"), 400},
      {"chunk extension without a value", chunked("3;a\r\nabc\r\n0\r\n\r\n"), 400},
      {"empty chunk extension", chunked("3;\r\nabc\r\n0\r\n\r\n"), 400},
      {"extension of the last chunk", chunked("0;a=b\r\n\r\n"), 400},
      {"space after the chunk size", chunked("3 \r\nabc\r\n0\r\n\r\n"), 400},
      {"space before the chunk size", chunked(" 3\r\nabc\r\n0\r\n\r\n"), 400},
      {"negative chunk size", chunked("-3\r\nabc\r\n0\r\n\r\n"), 400},
      {"chunk size with a prefix", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400},
      {"many chunks over the limit",
       chunked("80000\r\n" + std::string(0x80000, 'x') + "\r\n80000\r\n" + std::string(0x80000, 'x') +
               "\r\n1\r\nx\r\n0\r\n\r\n"),
       413},
      {"chunk size with leading zeros", chunked("00000003\r\nabc\r\n0\r\n\r\n"), 0},
      {"chunk size of nine digits", chunked("000000003\r\nabc\r\n0\r\n\r\n"), 400},
      {"last chunk of several zeros", chunked("3\r\nabc\r\n000\r\n\r\n"), 0},
      {"chunk size beyond 64 bits", chunked("10000000000000003\r\nabc\r\n0\r\n\r\n"), 400},
      {"empty chunk size", chunked("\r\nabc\r\n0\r\n\r\n"), 400},
      {"chunk size of letters", chunked("xyz\r\nabc\r\n0\r\n\r\n"), 400},
      {"chunk longer than its size", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400},
      {"chunk size ends with a line feed", chunked("3\nabc\r\n0\r\n\r\n"), 400},
      {"chunk ends with a line feed", chunked("3\r\nabc\n0\r\n\r\n"), 400},
      {"endless chunk size line", chunked(std::string(2000, '0')), 400},
      {"chunk over the limit", chunked("100001\r\n" + std::string(0x100001, 'x')), 413},
      {"trailer", chunked("3\r\nabc\r\n0\r\nX: y\r\n\r\n"), 400},
      {"authorization in a trailer", chunked("0\r\nAuthorization: Bearer x\r\n\r\n"), 400},
      {"trailer without colon", chunked("0\r\nabc\r\n\r\n"), 400},
  };
  return rows;
}

std::vector<row> all_rows() {
  std::vector<row> rows = request_lines();
  rows.insert(rows.end(), header_fields().begin(), header_fields().end());
  rows.insert(rows.end(), bodies().begin(), bodies().end());
  return rows;
}

/// 0 when a whole request came out, -1 when it would wait for more, else the status of the refusal.
int verdict_of(std::string_view request, std::size_t step, bool& asked_to_continue) {
  static const server::limits allowed;
  request_reader reader(allowed);
  std::string arrived;
  for (std::size_t at = 0; at < request.size(); at += step) {
    arrived += request.substr(at, step);
    for (bool again = true; again;) {
      std::size_t used = 0;
      const auto now = reader.advance(arrived, used);
      arrived.erase(0, used);
      if (now == progress::refused) return reader.why().status;
      if (now == progress::complete) return 0;
      again = now == progress::head;
      asked_to_continue |= again && reader.head().expects_continue;
    }
  }
  return -1;
}

TEST(HttpPolicy, RefusesWhatCanBeReadInTwoWays) {
  const auto rows = all_rows();
  EXPECT_GE(rows.size(), 150U);
  for (const auto& [name, request, status] : rows) {
    bool ignored = false;
    EXPECT_EQ(verdict_of(request, request.size(), ignored), status) << name;
  }
}

TEST(HttpPolicy, JudgesTheSameHoweverTheBytesArrive) {
  for (const auto& [name, request, status] : all_rows()) {
    bool ignored = false;
    if (request.size() < 20'000) {
      EXPECT_EQ(verdict_of(request, 1, ignored), status) << name << ", byte by byte";
    }
    EXPECT_EQ(verdict_of(request, 7, ignored), status) << name << ", seven bytes at a time";
  }
}

TEST(HttpPolicy, SaysEveryVerdictOverTlsAndReadsNothingAfterARefusal) {
  server_tests::running_server running;
  std::size_t whole = 0;
  for (const auto& [name, request, status] : all_rows()) {
    server_tests::tls_client client(running.port());
    ASSERT_TRUE(client.connected()) << name;
    client.send(request + "GET /hidden HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto answer = client.receive(request.starts_with("HEAD"));
    ASSERT_TRUE(answer) << name;
    EXPECT_EQ(answer->status, status == 0 ? 200 : status) << name;
    if (status == 0) {
      ++whole;
      if (answer->header("connection") != "close") {
        const auto second = client.receive();
        ASSERT_TRUE(second) << name;
        EXPECT_EQ(second->body, "GET /hidden ") << name;
        ++whole;
      }
    } else {
      EXPECT_EQ(answer->header("connection"), "close") << name;
      EXPECT_FALSE(answer->body.empty() && !request.starts_with("HEAD")) << name;
    }
    EXPECT_TRUE(client.ended()) << name;
  }
  EXPECT_EQ(running.answered(), whole);
}

TEST(HttpPolicy, SurvivesAnyByteAnywhere) {
  const std::string sample = "POST /s?q HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  std::size_t refused = 0;
  for (std::size_t at = 0; at < sample.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      auto changed = sample;
      changed[at] = static_cast<char>(byte);
      bool ignored = false;
      const auto whole = verdict_of(changed, changed.size(), ignored);
      ASSERT_EQ(whole, verdict_of(changed, 1, ignored)) << "byte " << byte << " at " << at;
      refused += whole > 0 ? 1U : 0U;
    }
  }
  EXPECT_GT(refused, sample.size() * 100);
}

TEST(HttpPolicy, NeverTakesAPartForTheWhole) {
  for (const std::string& sample : {with("Content-Length: 3\r\n", "abc"), chunked("3\r\nabc\r\n0\r\n\r\n")}) {
    for (std::size_t length = 1; length < sample.size(); ++length) {
      bool ignored = false;
      EXPECT_EQ(verdict_of(sample.substr(0, length), length, ignored), -1) << length;
    }
  }
}

TEST(HttpPolicy, SeesWhoWaitsForPermission) {
  const std::vector<std::pair<std::string, bool>> rows{
      {with("Expect: 100-continue\r\nContent-Length: 3\r\n"), true},
      {with("Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n"), true},
      {with("Expect: 100-continue\r\n"), false},
      {with("Expect: 100-continue\r\nContent-Length: 0\r\n"), false},
      {with("Content-Length: 3\r\n"), false},
      {with("Expect: 100-continue\r\nContent-Length: 1048577\r\n"), false},
  };
  for (const auto& [request, waits] : rows) {
    bool asked = false;
    verdict_of(request, request.size(), asked);
    EXPECT_EQ(asked, waits) << request;
  }
}

} // namespace
