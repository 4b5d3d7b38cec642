#include "server/admin/admin_pages.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <utility>

#include "server/admin/metrics.hpp"

namespace server {
namespace {

namespace json = boost::json;

hooks::reply page(int status, std::string content_type, std::string body) {
  return {status, std::move(content_type), {{"Cache-Control", "no-store"}}, std::move(body)};
}

hooks::reply json_page(int status, const json::value& body) {
  return page(status, "application/json", json::serialize(body) + "\n");
}

json::value tell_store(const store* keeps) {
  if (keeps == nullptr) return nullptr;
  const auto health = keeps->health();
  json::object told{
      {"writable", health.writable}, {"waiting", health.waiting}, {"dropped_records", health.dropped_records}};
  if (!health.trouble.empty()) told["trouble"] = health.trouble;
  return told;
}

} // namespace

hooks::reply livez_page() { return json_page(200, {{"live", true}}); }

hooks::reply readyz_page(const admin_world& world) {
  const bool draining = world.now.stopping;
  const auto& known = world.serves()->served.known();
  return json_page(draining ? 503 : 200, {{"ready", !draining},
                                          {"draining", draining},
                                          {"store", tell_store(world.keeps)},
                                          {"knowledge", {{"version", known.version}, {"hash", known.hash}}}});
}

hooks::reply metrics_page(const admin_world& world) {
  return page(200, "text/plain; version=0.0.4; charset=utf-8", collect(world));
}

} // namespace server
