#include <algorithm>

#include "fhir/json/writer.hpp"
#include "server/console/pages.hpp"
#include "server/console/replies.hpp"
#include "server/console/sheet.hpp"
#include "server/console/time_text.hpp"

namespace server {
namespace {

using fhir::json::writer;

void write_texts(writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.name(name).begin_array();
  for (const auto& text : texts) out.string(text);
  out.end_array();
}

void write_or_null(writer& out, std::string_view name, std::string_view text) {
  out.name(name);
  if (text.empty())
    out.null();
  else
    out.string(text);
}

std::string_view keys_of(const hooks::client& c) {
  if (c.fetches_keys()) return "fetched";
  return c.pinned.empty() ? "certificate" : "pinned";
}

void write_answered(writer& out, const call_totals& totals, const std::string& name) {
  out.name("answered").begin_array();
  if (const auto found = totals.answered.find(name); found != totals.answered.end())
    for (std::size_t kind = 0; kind < call_kinds; ++kind)
      for (std::size_t i = 0; i < counted_statuses.size(); ++i)
        if (const auto count = found->second[kind][i]; count > 0) {
          out.begin_object().member("called", name_of_kind(kind)).member("status", counted_statuses[i]);
          out.member("count", count).end_object();
        }
  out.end_array();
}

void write_seen(writer& out, const call_totals& totals, const std::string& name) {
  const auto found = totals.clients.find(name);
  const auto last = found == totals.clients.end() ? 0 : found->second.last_seen;
  write_or_null(out, "last_seen",
                last == 0 ? std::string() : time_text(std::chrono::sys_seconds{std::chrono::seconds{last}}));
}

void write_client(writer& out, const hooks::client& c, const call_totals& totals) {
  out.begin_object().member("name", c.name).member("issuer", c.iss).member("keys", keys_of(c));
  write_or_null(out, "jku", c.jku);
  out.name("algorithms").begin_array();
  for (const auto a : c.algorithms) out.string(hooks::name_of(a));
  out.end_array();
  write_texts(out, "tenants", c.tenants);
  out.name("services").begin_array();
  for (const auto& one : hooks::services())
    if (c.may_call(one.id)) out.string(one.id);
  out.end_array();
  write_texts(out, "fhir_servers", c.fhir_servers);
  out.member("any_https_fhir_server", c.any_https_fhir_server);
  write_texts(out, "origins", c.origins);
  out.member("longest_token_s", c.longest_life.count()).member("demo", c.demo);
  write_or_null(out, "certificate", c.certificate_sha256.empty() ? c.certificate_subject : c.certificate_sha256);
  write_seen(out, totals, c.name);
  write_answered(out, totals, c.name);
  out.end_object();
}

hooks::reply list(const console_world& world) {
  const auto live = world.shown.serves();
  const auto totals = world.shown.calls.sum();
  std::string text;
  writer out(text);
  out.begin_object().member("told_apart", live->registered != nullptr).name("clients").begin_array();
  if (live->registered)
    for (const auto& one : live->registered->clients.all()) write_client(out, one, totals);
  out.end_array().name("not_trusted").begin_array();
  const auto& causes = world.shown.protocol.distrusted;
  for (std::size_t i = 0; i < causes.size(); ++i)
    if (const auto count = causes[i].load(); count > 0)
      out.begin_object()
          .member("cause", hooks::name_of(static_cast<hooks::trust_fault>(i)))
          .member("count", count)
          .end_object();
  out.end_array().member("mixed_patients", world.shown.protocol.mixed_patients.load()).end_object();
  return json_answer(std::move(text));
}

hooks::reply sheet(const console_world& world, std::string_view name) {
  const auto live = world.shown.serves();
  if (live->registered)
    for (const auto& one : live->registered->clients.all())
      if (one.name == name) return json_answer(sheet_of(one, *live, world.chosen));
  return refused_answer(404, "there is no such client");
}

} // namespace

routes client_routes(const console_world& world) {
  return {{.method = "GET",
           .pattern = "/console/api/clients",
           .role = admin_role::admin,
           .deed = "read-clients",
           .answer = [&world](const console_call&) { return list(world); }},
          {.method = "GET",
           .pattern = "/console/api/clients/{name}/sheet",
           .role = admin_role::admin,
           .deed = "read-sheet",
           .answer = [&world](const console_call& call) { return sheet(world, call.part); }}};
}

} // namespace server
