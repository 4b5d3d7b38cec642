#include "server/response_text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

const std::string date = "Sun, 06 Nov 1994 08:49:37 GMT";

TEST(ResponseText, WritesAnAnswer) {
  struct form_row {
    hooks::reply reply;
    server::wire_form form;
    std::string text;
  };
  const hooks::reply ok{200, "application/json", {{"Vary", "Origin"}}, "{}"};
  const std::string head = "HTTP/1.1 200 OK\r\nDate: " + date +
                           "\r\nContent-Type: application/json\r\nContent-Length: 2\r\nVary: Origin\r\n";
  for (const auto& row : std::vector<form_row>{
           {ok, {true, true, false}, head + "\r\n{}"},
           {ok, {false, true, false}, head + "Connection: close\r\n\r\n{}"},
           {ok, {true, false, false}, head + "Connection: keep-alive\r\n\r\n{}"},
           {ok, {true, true, true}, head + "\r\n"},
           {{204, "", {}, ""}, {true, true, false}, "HTTP/1.1 204 No Content\r\nDate: " + date + "\r\n\r\n"},
           {{204, "", {}, "never sent"}, {true, true, false}, "HTTP/1.1 204 No Content\r\nDate: " + date + "\r\n\r\n"},
           {{555, "", {}, ""},
            {true, true, false},
            "HTTP/1.1 555 <unknown-status>\r\nDate: " + date + "\r\nContent-Length: 0\r\n\r\n"},
       })
    EXPECT_EQ(server::to_wire(row.reply, row.form, date), row.text);
}

TEST(ResponseText, LetsNoHeaderBreakOut) {
  const std::vector<hooks::reply> broken{
      {200, "", {{"X", "a\r\nY: b"}}, ""}, {200, "", {{"X", "a\nb"}}, ""},
      {200, "", {{"X", "a\rb"}}, ""},      {200, "", {{"X", std::string("a\0b", 3)}}, ""},
      {200, "", {{"X", "\x7f"}}, ""},      {200, "", {{"X", "\xc3\xa9"}}, ""},
      {200, "", {{"X: y\r\nZ", "a"}}, ""}, {200, "", {{"", "a"}}, ""},
      {200, "", {{"X Y", "a"}}, ""},       {200, "text/plain\r\nX: y", {}, ""},
  };
  for (const auto& reply : broken) EXPECT_THROW(server::to_wire(reply, {}, date), std::logic_error);
  EXPECT_THROW(server::to_wire({}, {}, "now\r\n"), std::logic_error);
}

TEST(ResponseText, WritesWhereAnAnswerEndsItself) {
  for (const auto* name : {"Content-Length", "content-length", "Transfer-Encoding", "TRANSFER-ENCODING", "Connection",
                           "Content-Type", "Date"})
    EXPECT_THROW(server::to_wire({200, "", {{name, "chunked"}}, ""}, {}, date), std::logic_error) << name;
  for (const int status : {-1, 0, 100, 199, 1000}) {
    EXPECT_THROW(server::to_wire({status, "", {}, ""}, {}, date), std::logic_error) << status;
  }
}

TEST(ResponseText, WritesRepeatedHeadersAndAnyBody) {
  const std::string body = std::string(100'000, 'x') + std::string("\0\r\n\xff", 4);
  EXPECT_EQ(server::to_wire({200, "", {{"Vary", "Origin"}, {"Vary", "Accept"}}, body}, {}, date),
            "HTTP/1.1 200 OK\r\nDate: " + date + "\r\nContent-Length: 100004\r\nVary: Origin\r\nVary: Accept\r\n\r\n" +
                body);
}

TEST(ResponseText, WritesDatesAsHttpDoes) {
  for (const auto& [at, text] : std::vector<std::pair<std::time_t, std::string>>{
           {784111777, date},
           {0, "Thu, 01 Jan 1970 00:00:00 GMT"},
           {951782400, "Tue, 29 Feb 2000 00:00:00 GMT"},
           {1798761599, "Thu, 31 Dec 2026 23:59:59 GMT"},
       })
    EXPECT_EQ(server::http_date(at), text);
}

} // namespace
