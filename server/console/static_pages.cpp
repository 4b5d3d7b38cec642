#include <algorithm>

#include "server/console/replies.hpp"
#include "server/console/static_files.hpp"
#include "server/console/static_pages.hpp"

namespace server {
namespace {

// Styles and scripts from here alone, none inline; pictures also from the page itself.
constexpr const char* policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                               "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

constexpr std::string_view root = "/console";

hooks::reply moved() {
  auto answer = refused_answer(308, "the console is at /console/");
  answer.headers.emplace_back("Location", "/console/");
  return answer;
}

std::string_view field(const hooks::call& asked, std::string_view name) {
  return asked.others == nullptr ? std::string_view{} : asked.others->named(name);
}

/// As browsers say it; whoever says it in another way gets the plain bytes.
bool takes_gzip(const hooks::call& asked) {
  const auto codings = field(asked, "Accept-Encoding");
  const auto at = codings.find("gzip");
  return at != std::string_view::npos && codings.substr(at + 4, 1) != ";";
}

} // namespace

hooks::reply static_page(const hooks::call& asked) {
  auto path = asked.target.substr(0, asked.target.find('?')).substr(root.size());
  if (path.empty()) return moved();
  path.remove_prefix(1);
  if (path.empty()) path = "index.html";
  const auto* found = static_file_named(path);
  if (found == nullptr) return refused_answer(404, "there is nothing here");
  if (asked.method != "GET" && asked.method != "HEAD") {
    auto refused = refused_answer(405, "this method is not allowed here");
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return refused;
  }
  hooks::reply answer;
  answer.headers = {{"Cache-Control", "no-cache"},
                    {"ETag", std::string(found->etag)},
                    {"Content-Security-Policy", policy},
                    {"Vary", "Accept-Encoding"}};
  add_protection(answer);
  if (field(asked, "If-None-Match") == found->etag) {
    answer.status = 304;
    return answer;
  }
  answer.content_type = found->media_type;
  const bool zipped = !found->gzip.empty() && takes_gzip(asked);
  if (zipped) answer.headers.emplace_back("Content-Encoding", "gzip");
  answer.body = zipped ? found->gzip : found->bytes;
  return answer;
}

} // namespace server
