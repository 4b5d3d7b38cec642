#include "tests/server/support/hostile_mode.hpp"

#include <algorithm>
#include <stdexcept>

namespace server_tests {
namespace {

using text = std::string;
using after = hostile_mode::after;
using greeting = hostile_mode::greeting;
using std::chrono::milliseconds;
using namespace std::string_literals;

constexpr milliseconds drip{20};
const text fhir = "Content-Type: application/fhir+json\r\n";

text sized(const text& body, const text& fields = fhir, const text& line = "HTTP/1.1 200 OK") {
  return line + "\r\n" + fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
text chunk(const text& data, const text& extension = {}) {
  const char* digits = "0123456789abcdef";
  text size;
  for (auto left = data.size(); left > 0; left /= 16) size.insert(size.begin(), digits[left % 16]);
  return (size.empty() ? "0" : size) + extension + "\r\n" + data + "\r\n";
}
text chunked(const text& chunks, const text& fields = fhir) {
  return "HTTP/1.1 200 OK\r\n" + fields + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
}
text status(const text& line, const text& fields = {}) {
  return sized(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]})",
               fields + fhir, "HTTP/1.1 " + line);
}
text to(const text& line, const text& where) { return status(line, "Location: " + where + "\r\n"); }

text good(const text& body) { return sized(body); }

// What the other side does with the connection; answers are good as far as they go.
const std::vector<hostile_mode> connections{
    {"good", good},
    {"late-handshake", good, after::stays, {}, {}, greeting::late},
    {"silent-handshake", nullptr, after::hangs, {}, {}, greeting::silent},
    {"resets-handshake", nullptr, after::resets, {}, {}, greeting::reset},
    {"junk-handshake", nullptr, after::closes, {}, {}, greeting::junk},
    {"plain-http", good, after::closes, {}, {}, greeting::plain},
    {"wrong-name", good, after::stays, {}, {}, greeting::wrong_name},
    {"name-in-subject", good, after::stays, {}, {}, greeting::in_subject},
    {"expired", good, after::stays, {}, {}, greeting::expired},
    {"untrusted", good, after::stays, {}, {}, greeting::untrusted},
    {"old-tls", good, after::stays, {}, {}, greeting::old_version},
    {"hangs-up-after-handshake", nullptr, after::closes, {}, {}, greeting::hangs_up},
    {"silent", nullptr, after::hangs},
    {"closes-unanswered", nullptr, after::closes},
    {"cuts-unanswered", nullptr, after::cuts},
    {"resets-unanswered", nullptr, after::resets},
    {"stale", good, after::closes}, // says that it stays
    {"says-close", [](const text& body) { return sized(body, "Connection: close\r\n" + fhir); }, after::closes},
    {"resets-in-head", [](const text&) { return "HTTP/1.1 200 OK\r\nContent-"s; }, after::resets},
    {"resets-after-head", [](const text& body) { return good(body).substr(0, good(body).find("\r\n\r\n") + 4); },
     after::resets},
    {"head-then-silent", [](const text& body) { return good(body).substr(0, good(body).find("\r\n\r\n") + 4); },
     after::hangs},
    {"drips-head", good, after::stays, {}, drip},
    {"answers-unasked", good, after::adds, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked"},
    {"two-answers", [](const text& body) { return good(body) + good(body); }},
};

const std::vector<hostile_mode> heads{
    {"endless-head", [](const text&) { return "HTTP/1.1 200 OK\r\n"s; }, after::repeats, "X-More: of the same\r\n"},
    {"endless-line", [](const text&) { return "HTTP/1.1 200 OK\r\nX-Long: "s; }, after::repeats, "aaaaaaaaaaaaaaaa"},
    {"huge-head", [](const text& body) { return sized(body, "X-Long: " + text(20'000, 'a') + "\r\n" + fhir); }},
    {"not-http", [](const text&) { return "SSH-2.0-OpenSSH_9.2\r\n"s; }, after::hangs},
    {"bad-status-line", [](const text& body) { return sized(body, fhir, "HTTP/1.1 OK 200"); }},
    {"status-of-two-digits", [](const text& body) { return sized(body, fhir, "HTTP/1.1 20 OK"); }},
    {"status-999", [](const text& body) { return sized(body, fhir, "HTTP/1.1 999 What"); }},
    {"http-2", [](const text& body) { return sized(body, fhir, "HTTP/2.0 200 OK"); }},
    {"nul-in-head", [](const text& body) { return sized(body, "X-Nul: a\0b\r\n"s + fhir); }},
    {"folded-head", [](const text& body) { return sized(body, "X-Folded: a\r\n b\r\n" + fhir); }},
    {"bare-newlines", [](const text& body) { return "HTTP/1.1 200 OK\nContent-Length: 2\n\n" + body; }, after::closes},
    {"two-lengths", [](const text& body) { return sized(body, "Content-Length: 2\r\n" + fhir); }},
    {"bad-length", [](const text& body) { return "HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\n" + body; }},
    {"negative-length", [](const text& body) { return "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + body; }},
    {"length-and-chunks",
     [](const text& body) { return chunked(chunk(body) + chunk({}), "Content-Length: 5\r\n" + fhir); }},
    {"unknown-coding",
     [](const text& body) {
       return "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + chunk(body) + chunk({});
     }},
    {"chunks-in-http-1.0",
     [](const text& body) {
       return "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(body) + chunk({});
     }},
    {"some-interim",
     [](const text& body) {
       return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + good(body);
     }},
    {"endless-interim", [](const text&) { return ""s; }, after::repeats, "HTTP/1.1 100 Continue\r\n\r\n"},
    {"switches-protocol",
     [](const text&) { return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"s; }},
};

const std::vector<hostile_mode> bodies{
    {"html", [](const text&) { return sized("<!doctype html><title>Login</title>", "Content-Type: text/html\r\n"); }},
    {"operation-outcome", [](const text&) { return status("200 OK"); }},
    {"empty", [](const text&) { return sized(""); }},
    {"no-content", [](const text&) { return "HTTP/1.1 204 No Content\r\n\r\n"s; }},
    {"bad-utf-8", [](const text&) { return sized("{\"resourceType\":\"\xff\xfe\"}"); }},
    {"nul-in-body", [](const text&) { return sized("{\"a\":\"\0\"}"s); }},
    {"deep-json", [](const text&) { return sized(text(100'000, '[')); }},
    {"gzip", [](const text& body) { return sized(body, "Content-Encoding: gzip\r\n" + fhir); }},
    {"drips-body", [](const text&) { return "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"s; }, after::repeats,
     "a", drip},
    {"huge-announced", [](const text&) { return "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"s; },
     after::repeats, "aaaaaaaaaaaaaaaa"},
    {"endless-body", [](const text&) { return "HTTP/1.1 200 OK\r\n\r\n"s; }, after::repeats, "aaaaaaaaaaaaaaaa"},
    {"endless-chunks", [](const text&) { return chunked(""); }, after::repeats, "10\r\naaaaaaaaaaaaaaaa\r\n"},
    {"huge-chunk", [](const text&) { return chunked("ffffffff\r\n"); }, after::repeats, "aaaaaaaaaaaaaaaa"},
    {"shorter-than-said", [](const text& body) { return good(body).substr(0, good(body).size() - 1); }, after::closes},
    {"longer-than-said", [](const text& body) { return good(body) + "}"; }},
    {"cut-chunk", [](const text& body) { return chunked(chunk(body).substr(0, body.size())); }, after::closes},
    {"no-last-chunk", [](const text& body) { return chunked(chunk(body)); }, after::closes},
    {"bad-chunk-size", [](const text& body) { return chunked("zz\r\n" + body + "\r\n0\r\n\r\n"); }},
    {"wrong-chunk-size", [](const text& body) { return chunked("1\r\n" + body + "\r\n0\r\n\r\n"); }},
    {"chunk-extensions", [](const text& body) { return chunked(chunk(body, " ;a=\"b\";c") + chunk({}, "   ")); }},
    {"endless-chunk-extension", [](const text&) { return chunked("1;a="); }, after::repeats, "aaaaaaaaaaaaaaaa"},
    {"many-chunk-extensions", [](const text&) { return chunked(""); }, after::repeats,
     "1;a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n \r\n"},
    {"trailers",
     [](const text& body) { return chunked(chunk(body) + "0\r\nContent-Encoding: gzip\r\nX-Sum: 1\r\n\r\n"); }},
    {"endless-trailers", [](const text& body) { return chunked(chunk(body) + "0\r\n"); }, after::repeats,
     "X-More: of the same\r\n"},
    {"until-close", [](const text& body) { return "HTTP/1.1 200 OK\r\n" + fhir + "\r\n" + body; }, after::closes},
    {"until-cut", [](const text& body) { return "HTTP/1.1 200 OK\r\n" + fhir + "\r\n" + body; }, after::cuts},
    {"http-1.0", [](const text& body) { return "HTTP/1.0 200 OK\r\n" + fhir + "\r\n" + body; }, after::closes},
};

const std::vector<hostile_mode> statuses{
    {"301-elsewhere", [](const text&) { return to("301 Moved Permanently", "https://127.0.0.2/"); }},
    {"302-to-itself", [](const text&) { return to("302 Found", "/"); }},
    {"303-to-http", [](const text&) { return to("303 See Other", "http://127.0.0.1/"); }},
    {"304", [](const text&) { return "HTTP/1.1 304 Not Modified\r\n\r\n"s; }},
    {"307-elsewhere", [](const text&) { return to("307 Temporary Redirect", "https://127.0.0.2/"); }},
    {"308-to-itself", [](const text&) { return to("308 Permanent Redirect", "/"); }},
    {"400", [](const text&) { return status("400 Bad Request"); }},
    {"401", [](const text&) { return status("401 Unauthorized", "WWW-Authenticate: Bearer\r\n"); }},
    {"403", [](const text&) { return status("403 Forbidden"); }},
    {"404", [](const text&) { return status("404 Not Found"); }},
    {"410", [](const text&) { return status("410 Gone"); }},
    {"429", [](const text&) { return status("429 Too Many Requests", "Retry-After: 7\r\n"); }},
    {"500", [](const text&) { return status("500 Internal Server Error"); }},
    {"502", [](const text&) { return status("502 Bad Gateway"); }},
    {"503", [](const text&) { return status("503 Service Unavailable", "Retry-After: 7\r\n"); }},
    {"404-endless", [](const text&) { return "HTTP/1.1 404 Not Found\r\n\r\n"s; }, after::repeats, "aaaaaaaaaaaaaaaa"},
    {"500-gzip", [](const text&) { return status("500 Internal Server Error", "Content-Encoding: gzip\r\n"); }},
};

std::vector<hostile_mode> all_modes() {
  std::vector<hostile_mode> all;
  for (const auto* part : {&connections, &heads, &bodies, &statuses}) all.insert(all.end(), part->begin(), part->end());
  return all;
}

} // namespace

const std::vector<hostile_mode>& hostile_modes() {
  static const auto all = all_modes();
  return all;
}

const hostile_mode& hostile_mode_named(std::string_view name) {
  const auto& all = hostile_modes();
  const auto found = std::find_if(all.begin(), all.end(), [&](const hostile_mode& one) { return one.name == name; });
  if (found == all.end()) throw std::logic_error("no hostile mode is named `" + std::string(name) + "`");
  return *found;
}

} // namespace server_tests
