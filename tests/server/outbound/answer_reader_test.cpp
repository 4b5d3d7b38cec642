#include "server/outbound/answer_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/server/support/hostile_mode.hpp"

namespace {

using server::answer_reader;
using server::outbound_fault;
using progress = answer_reader::progress;

struct reading {
  server::outbound_answer answer;
  bool stays = false;
  std::size_t most_kept = 0; // bytes that waited for more

  friend bool operator==(const reading& a, const reading& b) {
    return a.answer.fault == b.answer.fault && a.answer.status == b.answer.status && a.answer.body == b.answer.body;
  }
};

enum class end { nothing, clean, cut };

/// Feeds `bytes` in pieces of `size`, then the end of the connection.
std::optional<reading> read(const std::string& bytes, std::size_t size, end after = end::nothing,
                            std::size_t most_bytes = 1000) {
  answer_reader reader(most_bytes);
  reading out;
  std::string kept;
  auto so_far = progress::more;
  for (std::size_t at = 0; at < bytes.size() && so_far == progress::more; at += size) {
    kept += bytes.substr(at, size);
    std::size_t used = 0;
    so_far = reader.take(kept, used);
    kept.erase(0, used);
    out.most_kept = std::max(out.most_kept, kept.size());
  }
  if (so_far == progress::more && after != end::nothing) so_far = reader.ended(after == end::clean);
  if (so_far == progress::more) return std::nullopt;
  out.stays = reader.stays();
  out.answer = reader.answer();
  return out;
}

// Bytes that follow an answer are seen when they come with its last one, so those two modes depend on the cut.
TEST(AnswerReader, SaysTheSameHoweverTheBytesArrive) {
  for (const auto& mode : server_tests::hostile_modes()) {
    if (mode.answer == nullptr || mode.name == "two-answers" || mode.name == "longer-than-said") continue;
    auto bytes = mode.answer("{\"resourceType\":\"Patient\"}");
    const bool repeats = mode.then == server_tests::hostile_mode::after::repeats;
    while (repeats && bytes.size() < 40'000) bytes += mode.again;
    const auto whole = read(bytes, bytes.size(), end::clean);
    ASSERT_TRUE(whole) << mode.name;
    for (const std::size_t size : {1U, 2U, 3U, 7U, 61U}) {
      const auto pieces = read(bytes, size, end::clean);
      ASSERT_TRUE(pieces) << mode.name;
      EXPECT_EQ(*pieces, *whole) << mode.name << " in pieces of " << size;
      EXPECT_LE(pieces->most_kept, (std::size_t{16} << 10) + size) << mode.name;
    }
  }
}

struct row {
  const char* name;
  std::string bytes;
  outbound_fault fault;
  int status;
  std::string body;
  bool stays;
};

TEST(AnswerReader, KnowsWhenTheConnectionStays) {
  for (const auto& of : std::vector<row>{
           {"a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", outbound_fault::none, 200, "{}", true},
           {"chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", outbound_fault::none,
            200, "{}", true},
           {"no content", "HTTP/1.1 204 No Content\r\n\r\n", outbound_fault::none, 204, "", true},
           {"no content with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", outbound_fault::none,
            204, "", true},
           {"no reason", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", outbound_fault::none, 200, "", true},
           {"identity", "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
            outbound_fault::none, 200, "{}", true},
           {"close", "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n{}", outbound_fault::none, 200,
            "{}", false},
           {"until the end", "HTTP/1.1 200 OK\r\n\r\n{}", outbound_fault::none, 200, "{}", false},
           {"HTTP/1.0", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}",
            outbound_fault::none, 200, "{}", false},
           {"a refusal", "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}", outbound_fault::none, 404, "", true},
           {"a refusal that is too large", "HTTP/1.1 404 Not Found\r\nContent-Length: 1001\r\n\r\n",
            outbound_fault::none, 404, "", false},
           {"a refusal that is cut", "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\n{}", outbound_fault::none, 503, "",
            false},
           {"bytes of another answer", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}", outbound_fault::malformed, 200,
            "", false},
           {"bytes after an empty answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n{}", outbound_fault::malformed,
            200, "", false},
           {"two codings", "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Encoding: br\r\n\r\n",
            outbound_fault::encoding, 200, "", false},
           {"lengths in a list", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}", outbound_fault::malformed, 200,
            "", false},
           {"chunks twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            outbound_fault::malformed, 0, "", false},
           {"umlauts in a header",
            "HTTP/1.1 200 OK\r\nX-Clinic: S\xc3\xbc"
            "d\r\nContent-Length: 2\r\n\r\n{}",
            outbound_fault::none, 200, "{}", true},
       }) {
    const auto got = read(of.bytes, of.bytes.size(), end::clean);
    ASSERT_TRUE(got) << of.name;
    EXPECT_EQ(to_text(got->answer.fault), to_text(of.fault)) << of.name;
    EXPECT_EQ(got->answer.status, of.status) << of.name;
    EXPECT_EQ(got->answer.body, of.body) << of.name;
    EXPECT_EQ(got->stays, of.stays) << of.name;
  }
}

TEST(AnswerReader, TakesBodiesUpToTheLimit) {
  const auto sized = [](std::size_t size) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'x');
  };
  const auto chunked = [](std::size_t size) {
    std::string all = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t i = 0; i < size; ++i) all += "1\r\nx\r\n";
    return all + "0\r\n\r\n";
  };
  const auto until_end = [](std::size_t size) { return "HTTP/1.1 200 OK\r\n\r\n" + std::string(size, 'x'); };
  for (const auto& [size, fault] : std::vector<std::pair<std::size_t, outbound_fault>>{
           {999, outbound_fault::none}, {1000, outbound_fault::none}, {1001, outbound_fault::too_large}})
    for (const auto& bytes : {sized(size), chunked(size), until_end(size)}) {
      const auto got = read(bytes, 11, end::clean);
      ASSERT_TRUE(got);
      EXPECT_EQ(to_text(got->answer.fault), to_text(fault)) << bytes.substr(0, 60);
      EXPECT_EQ(got->answer.body.size(), fault == outbound_fault::none ? size : 0U);
    }
}

TEST(AnswerReader, RefusesALengthBeforeItArrives) {
  const auto got = read("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", 500);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->answer.fault, outbound_fault::too_large);
}

TEST(AnswerReader, TakesHeadsUpToSixteenKibibytes) {
  const std::string before = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ";
  for (const auto& [size, fault] : std::vector<std::pair<std::size_t, outbound_fault>>{
           {16384, outbound_fault::none}, {16385, outbound_fault::malformed}}) {
    const auto got = read(before + std::string(size - before.size() - 4, 'x') + "\r\n\r\n", 1000);
    ASSERT_TRUE(got) << size;
    EXPECT_EQ(got->answer.fault, fault) << size;
  }
}

TEST(AnswerReader, CountsInterimAnswers) {
  const auto after = [](int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += "HTTP/1.1 103 Early Hints\r\n\r\n";
    return read(all + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 9)->answer.fault;
  };
  EXPECT_EQ(after(8), outbound_fault::none);
  EXPECT_EQ(after(9), outbound_fault::malformed);
}

// Every place where the connection can end within an answer.
TEST(AnswerReader, NeverTakesHalfAnAnswerForAWholeOne) {
  for (const std::string bytes :
       {"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"half\":true}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"half\r\n6\r\n\":true\r\n0\r\nA: b\r\n\r\n"}) {
    for (std::size_t size = 0; size < bytes.size() - 1; ++size)
      for (const auto how : {end::clean, end::cut}) {
        const auto got = read(bytes.substr(0, size), 5, how);
        ASSERT_TRUE(got);
        EXPECT_EQ(got->answer.fault, size == 0 ? outbound_fault::connect : outbound_fault::malformed) << size;
        EXPECT_EQ(got->answer.body, "");
      }
  }
}

} // namespace
