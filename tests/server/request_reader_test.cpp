// Bytes in, requests out, however they are cut. The parser asserts that it is handed whole lines: built with
// assertions, as the everyday build is, these tests end when it is not.
#include "server/request_reader.hpp"

#include <gtest/gtest.h>

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "tests/server/support/running_server.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using server::request_reader;
using progress = request_reader::progress;

constexpr std::size_t longest_size_line = 14; // line end, eight digits, line end, empty line
const std::string chunked_head = "POST /s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

struct chunked_row {
  const char* name;
  std::string sent;
  std::string body;
};

std::string in_chunks_of_one(const std::string& body) {
  std::string sent;
  for (const char c : body) sent += std::string("1\r\n") + c + "\r\n";
  return sent + "0\r\n\r\n";
}

const std::vector<chunked_row>& chunked_rows() {
  static const std::vector<chunked_row> rows{
      {"no chunk", "0\r\n\r\n", ""},
      {"no chunk, many zeros", "00000000\r\n\r\n", ""},
      {"one byte", "1\r\na\r\n0\r\n\r\n", "a"},
      {"chunks of one byte", in_chunks_of_one("each in its own chunk"), "each in its own chunk"},
      {"sizes of many digits", "00000003\r\nabc\r\n0000A\r\n0123456789\r\n0000\r\n\r\n", "abc0123456789"},
      {"line ends inside the data", "8\r\n\r\n0\r\n\r\n1\r\n2\r\n\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n1\r\n"},
      {"a chunk of two hundred", "c8\r\n" + std::string(200, 'x') + "\r\n0\r\n\r\n", std::string(200, 'x')},
  };
  return rows;
}

/// Feeds `pieces` one after another; what came before the request that follows must be complete and equal `body`.
void expect_request(const std::vector<std::string>& pieces, const std::string& body, const std::string& what) {
  const server::limits allowed;
  request_reader reader(allowed);
  std::string arrived;
  bool complete = false;
  bool in_body = false;
  for (const auto& piece : pieces) {
    arrived += piece;
    std::size_t used = 0;
    auto now = reader.advance(arrived, used);
    arrived.erase(0, used);
    if (now == progress::head) {
      in_body = true;
      now = reader.advance(arrived, used);
      arrived.erase(0, used);
    }
    ASSERT_NE(now, progress::refused) << what << ": " << reader.why().message;
    complete = now == progress::complete;
    if (complete) break;
    if (in_body) {
      ASSERT_LE(arrived.size(), longest_size_line) << what;
    }
  }
  ASSERT_TRUE(complete) << what;
  EXPECT_EQ(reader.call().body, body) << what;
  EXPECT_TRUE(std::string_view("GET").starts_with(arrived.substr(0, 3))) << what;
}

TEST(RequestReader, ReadsChunksThatArriveByteByByte) {
  for (const auto& [name, sent, body] : chunked_rows()) {
    std::vector<std::string> pieces;
    for (const char c : chunked_head + sent) pieces.emplace_back(1, c);
    expect_request(pieces, body, name);
  }
}

TEST(RequestReader, ReadsChunksCutAnywhere) {
  for (const auto& [name, sent, body] : chunked_rows()) {
    const auto whole = chunked_head + sent;
    for (std::size_t first = 1; first < whole.size(); ++first)
      for (const std::size_t second : {first + 1, first + 2, first + 5, whole.size()}) {
        const auto end = std::min(second, whole.size());
        expect_request({whole.substr(0, first), whole.substr(first, end - first), whole.substr(end) + "GET /next"},
                       body, std::string(name) + ", cut at " + std::to_string(first) + " and " + std::to_string(end));
      }
  }
}

TEST(RequestReader, ReadsChunksThatArriveByteByByteOverTls) {
  server_tests::running_server running;
  server_tests::tls_client client(running.port());
  for (const auto& [name, sent, body] : chunked_rows()) {
    for (const char c : chunked_head + sent) ASSERT_TRUE(client.send({&c, 1})) << name;
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << name;
    EXPECT_EQ(answer->body, "POST /s " + body) << name;
  }
}

TEST(RequestReader, HandsOnWhatTheRequestSays) {
  struct call_row {
    std::string request;
    hooks::call call;
  };
  const std::string length = "Content-Length: 2\r\n\r\n{}";
  for (const auto& [request, call] : std::vector<call_row>{
           {"POST /a?b=%20c HTTP/1.1\r\nHost: a\r\ncontent-type: application/json; "
            "charset=utf-8\r\nOrigin:https://e\r\n" +
                length,
            {"POST", "/a?b=%20c", "application/json; charset=utf-8", "", "https://e", "{}"}},
           {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Encoding: \t identity \r\n" + length,
            {"PUT", "/", "", "identity", "", "{}"}},
           {"BREW /pot HTTP/1.0\r\nHost: a\r\n\r\n", {"BREW", "/pot", "", "", "", ""}},
           {"get / HTTP/1.1\r\nHost: a\r\n\r\n", {"get", "/", "", "", "", ""}},
       }) {
    const server::limits allowed;
    request_reader reader(allowed);
    std::size_t used = 0;
    ASSERT_EQ(reader.advance(request, used), progress::head) << request;
    const auto head = used;
    ASSERT_EQ(reader.advance(request.substr(head), used), progress::complete) << request;
    EXPECT_EQ(head + used, request.size());
    const auto read = reader.call();
    EXPECT_EQ(read.method, call.method) << request;
    EXPECT_EQ(read.target, call.target) << request;
    EXPECT_EQ(read.content_type, call.content_type) << request;
    EXPECT_EQ(read.content_encoding, call.content_encoding) << request;
    EXPECT_EQ(read.origin, call.origin) << request;
    EXPECT_EQ(read.body, call.body) << request;
  }
}

TEST(RequestReader, KeepsNothingOfTheRequestBefore) {
  const server::limits allowed;
  request_reader reader(allowed);
  const auto read = [&](const std::string& request) {
    reader.reset();
    std::size_t used = 0;
    if (reader.advance(request, used) != progress::head) return std::string("refused");
    if (reader.advance(request.substr(used), used) != progress::complete) return std::string("not whole");
    const auto call = reader.call();
    return std::string(call.content_type) + "|" + std::string(call.origin) + "|" + std::string(call.body);
  };
  const std::string plain = "POST /s HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(
      read("POST /s HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nOrigin: https://e\r\nContent-Length: 3\r\n\r\nabc"),
      "a/b|https://e|abc");
  EXPECT_EQ(read(plain), "||");
  EXPECT_EQ(read(chunked_head + "3\r\nabc\r\n0\r\n\r\n"), "||abc");
  EXPECT_EQ(read(chunked_head + "1\r\nd\r\n0\r\n\r\n"), "||d");
  EXPECT_EQ(read(chunked_head + "3;\r\nabc\r\n0\r\n\r\n"), "not whole");
  EXPECT_EQ(read("POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhalf"), "not whole");
  EXPECT_EQ(read("GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\nOrigin: https://e\r\n\r\n"), "refused");
  EXPECT_EQ(read(plain), "||");
  EXPECT_EQ(reader.head().origin, "");
}

TEST(RequestReader, KeepsAliveAsTheRequestAsks) {
  struct keep_row {
    const char* version;
    const char* fields;
    bool keep;
  };
  for (const auto& [version, fields, keep] : std::vector<keep_row>{
           {"1.1", "", true},
           {"1.1", "Connection: keep-alive\r\n", true},
           {"1.1", "Connection: close\r\n", false},
           {"1.1", "Connection: Close\r\n", false},
           {"1.1", "Connection: foo , close\r\n", false},
           {"1.1", "Connection: keep-alive\r\nConnection: close\r\n", false},
           {"1.1", "Connection: closed\r\n", true},
           {"1.0", "", false},
           {"1.0", "Connection: Keep-Alive\r\n", true},
           {"1.0", "Connection: keep-alive, close\r\n", false},
       }) {
    const auto text = std::string("GET / HTTP/") + version + "\r\nHost: a\r\n" + fields + "\r\n";
    const server::limits allowed;
    request_reader reader(allowed);
    std::size_t used = 0;
    ASSERT_EQ(reader.advance(text, used), progress::head) << text;
    EXPECT_EQ(reader.head().keep_alive, keep) << text;
  }
}

TEST(RequestReader, KnowsTheOriginOfWhatItRefuses) {
  struct origin_row {
    const char* name;
    std::string request;
    std::string message;
  };
  const std::string origin = "Origin: https://ehr.example\r\n";
  for (const auto& [name, request, message] : std::vector<origin_row>{
           {"the gate", "GET / HTTP/1.1\r\nBad Name: 1\r\nHost: a\r\n" + origin + "\r\n",
            "a header name holds a character that is not allowed there"},
           {"the parser", "GET / HTTP/1.1\r\nConnection: @\r\nHost: a\r\n" + origin + "\r\n",
            "the request head is malformed"},
           {"its limit", "POST /s HTTP/1.1\r\nHost: a\r\n" + origin + "Content-Length: 1048577\r\n\r\n",
            "the body is larger than 1048576 bytes"},
           {"the chunks", "POST /s HTTP/1.1\r\nHost: a\r\n" + origin + "Transfer-Encoding: chunked\r\n\r\n3;\r\n",
            "the chunked body is malformed"},
       }) {
    const server::limits allowed;
    request_reader reader(allowed);
    std::size_t used = 0;
    auto now = reader.advance(request, used);
    if (now == progress::head) now = reader.advance(request.substr(used), used);
    ASSERT_EQ(now, progress::refused) << name;
    EXPECT_EQ(reader.why().message, message) << name;
    EXPECT_EQ(reader.head().origin, "https://ehr.example") << name;
  }
}

/// What became of a request that is fed in pieces of 4 KiB; 0 when it is whole, -1 while it waits.
int fed(request_reader& reader, const std::string& request) {
  std::string arrived;
  for (std::size_t at = 0; at < request.size(); at += 4096) {
    arrived += request.substr(at, 4096);
    for (auto now = progress::head; now == progress::head;) {
      std::size_t used = 0;
      now = reader.advance(arrived, used);
      arrived.erase(0, used);
      if (now == progress::refused) return reader.why().status;
      if (now == progress::complete) return 0;
    }
  }
  return -1;
}

TEST(RequestReader, GivesBackWhatALargeBodyNeeded) {
  const server::limits allowed;
  request_reader reader(allowed);
  const auto held = [] { return ::mallinfo2().uordblks + ::mallinfo2().hblkhd; };
  const auto before = held();
  for (const std::size_t size : {60'000U, 1'000'000U, 100U}) {
    EXPECT_EQ(fed(reader, "POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
                              std::string(size, 'x')),
              0);
    reader.reset();
    EXPECT_LE(held(), before + (std::size_t{8} << 10)) << "an idle connection after " << size;
  }
}

TEST(RequestReader, CountsWhatTheBodiesOfAllHoldTogether) {
  constexpr std::size_t kib = 1024;
  server::limits allowed;
  allowed.bodies_bytes = 300 * kib;
  std::atomic<std::size_t> together{0};
  const auto post = [](std::size_t announced, std::size_t sent) {
    return "POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(announced) + "\r\n\r\n" +
           std::string(sent, 'x');
  };
  request_reader small(allowed, &together), first(allowed, &together), second(allowed, &together);
  EXPECT_EQ(fed(small, post(64 * kib, 64 * kib)), 0);
  EXPECT_EQ(together, 0U) << "the first part of each is its own";
  EXPECT_EQ(fed(first, post(365 * kib, 0)), 503) << "more than ever fits is refused by its head";
  first.reset();
  EXPECT_EQ(fed(first, post(300 * kib, 10 * kib)), -1);
  EXPECT_EQ(together, 0U) << "what is announced does not count";
  first.reset();
  EXPECT_EQ(fed(first, post(300 * kib, 200 * kib)), -1);
  EXPECT_GE(together, (200 - 64) * kib);
  EXPECT_LE(together, 2 * 200 * kib);
  EXPECT_EQ(fed(second, post(300 * kib, 0)), 503) << "by its head";
  second.reset();
  EXPECT_EQ(fed(second, chunked_head + "4b000\r\n" + std::string(300 * kib, 'x')), 503) << "while it arrives";
  EXPECT_LE(together, 2 * 200 * kib) << "what is refused holds nothing";
  second.reset();
  EXPECT_EQ(fed(second, post(60 * kib, 60 * kib)), 0) << "small ones always fit";
  first.reset();
  EXPECT_EQ(together, 0U);
  EXPECT_EQ(fed(second, post(60 * kib, 60 * kib)), 0);
  {
    request_reader broken(allowed, &together);
    EXPECT_EQ(fed(broken, post(300 * kib, 150 * kib)), -1);
    EXPECT_GT(together, 0U);
  }
  EXPECT_EQ(together, 0U) << "with the connection its share ends";
}

} // namespace
