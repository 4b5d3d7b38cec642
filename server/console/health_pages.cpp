#include <charconv>

#include "fhir/json/writer.hpp"
#include "server/console/pages.hpp"
#include "server/console/replies.hpp"
#include "server/console/time_text.hpp"

namespace server {
namespace {

using fhir::json::writer;
using std::chrono::sys_seconds;

sys_seconds at(std::int64_t seconds) { return sys_seconds{std::chrono::seconds{seconds}}; }

void write_certificate(writer& out, const console_world& world) {
  const auto expires = at(world.shown.now.certificate_expires);
  out.name("certificate").begin_object().member("expires", time_text(expires));
  out.member("days_left", std::chrono::floor<std::chrono::days>(expires - world.clock()).count()).end_object();
}

void write_reloads(writer& out, const condition& now) {
  out.member("reloads", now.reloads.load()).member("reloads_refused", now.reloads_refused.load()).name("last_reload");
  if (const auto last = now.last_reload.load(); last != 0)
    out.string(time_text(at(last)));
  else
    out.null();
}

void write_store(writer& out, const store* keeps) {
  out.name("store");
  if (keeps == nullptr) {
    out.null();
    return;
  }
  const auto health = keeps->health();
  out.begin_object().member("writable", health.writable).member("waiting", health.waiting);
  out.member("dropped_records", health.dropped_records).member("trouble", health.trouble).end_object();
}

void write_traffic(writer& out, const traffic& of) {
  out.member("connections", of.connections.load()).member("turned_away", of.turned_away.load());
  out.name("shed").begin_array();
  for (const auto cause : shed_causes)
    out.begin_object().member("cause", name_of(cause)).member("count", of.shed_so_far(cause)).end_object();
  out.end_array();
}

void write_outbound(writer& out, const outbound_counts& of) {
  out.name("outbound").begin_object().member("connections", of.connections.load());
  out.member("under_way", of.requests.load()).member("opened", of.opened.load());
  out.member("open_breakers", of.broken.load()).name("ended").begin_array();
  for (std::size_t i = 1; i < of.ended.size(); ++i)
    if (const auto count = of.ended[i].load(); count > 0)
      out.begin_object().member("how", to_text(static_cast<outbound_fault>(i))).member("count", count).end_object();
  out.end_array().end_object();
}

hooks::reply health(const console_world& world) {
  const auto live = world.shown.serves();
  std::string text;
  writer out(text);
  out.begin_object().member("version", world.shown.version).member("now", time_text(world.clock()));
  out.member("started", time_text(world.started)).member("ready", !world.shown.now.stopping);
  out.member("draining", world.shown.now.stopping.load()).name("knowledge").begin_object();
  out.member("version", live->known->version).member("hash", live->known->hash).end_object();
  write_certificate(out, world);
  write_reloads(out, world.shown.now);
  write_store(out, world.shown.keeps);
  write_traffic(out, world.shown.arriving);
  out.member("log_dropped", world.shown.log_dropped());
  write_outbound(out, world.shown.outbound);
  out.end_object();
  return json_answer(std::move(text));
}

hooks::reply trail(const console_world& world, const console_call& call) {
  std::size_t most = 200;
  if (const auto text = call.asked("limit"); !text.empty()) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), most);
    if (fault != std::errc{} || end != text.data() + text.size() || most < 1 || most > audit_trail::most_shown)
      return refused_answer(400, "`limit` must be a number from 1 to 1000");
  }
  std::string text;
  writer out(text);
  out.begin_object().name("deeds").begin_array();
  for (const auto& line : world.trail.newest(most)) out.raw(line);
  out.end_array().member("kept", world.trail.is_kept()).end_object();
  return json_answer(std::move(text));
}

} // namespace

routes health_routes(const console_world& world) {
  return {{.method = "GET",
           .pattern = "/console/api/health",
           .role = admin_role::admin,
           .answer = [&world](const console_call&) { return health(world); }},
          {.method = "GET",
           .pattern = "/console/api/audit",
           .role = admin_role::admin,
           .deed = "read-audit",
           .may_ask = {"limit"},
           .answer = [&world](const console_call& call) { return trail(world, call); }}};
}

} // namespace server
