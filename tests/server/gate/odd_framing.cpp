#include "tests/server/gate/odd_parts.hpp"

#include <string>
#include <utility>
#include <vector>

namespace server_tests {
namespace {

using list = std::vector<odd_request>;

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

} // namespace

void add_odd_framing(list& all) {
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

void add_odd_chunks(list& all) {
  for (const auto& [name, body] : chunk_bodies()) {
    all.push_back({"chunk/" + name + "/first", chunked(body)});
    all.push_back({"chunk/" + name + "/second", chunked("2\r\nxy\r\n" + body)});
  }
}

} // namespace server_tests
