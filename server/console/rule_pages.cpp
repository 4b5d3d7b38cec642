#include <algorithm>

#include "cds/rule_id.hpp"
#include "fhir/json/writer.hpp"
#include "server/console/pages.hpp"
#include "server/console/replies.hpp"
#include "server/console/rule_tables.hpp"

namespace server {
namespace {

using cds::knowledge;
using cds::rule_entry;
using fhir::json::writer;

void write_texts(writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.name(name).begin_array();
  for (const auto& text : texts) out.string(text);
  out.end_array();
}

void write_head(writer& out, const rule_entry& rule) {
  out.member("rule", cds::name_of(rule.id)).member("title", rule.title).member("version", rule.version);
  out.member("mode", cds::name_of(rule.mode));
}

std::string_view fires(const rule_entry& rule) {
  for (const auto& one : rule.attributes)
    if (one.key == "fires") return one.text;
  return {};
}

template<class keyed> void write_keyed(writer& out, std::string_view name, const std::vector<keyed>& all) {
  out.name(name).begin_array();
  for (const auto& one : all) out.begin_object().member("key", one.key).member("text", one.text).end_object();
  out.end_array();
}

void write_limits(writer& out, const knowledge& known, const rule_entry& rule) {
  out.name("limits").begin_array();
  for (const auto& limit : known.listed_limits) {
    if (!uses(rule, limit)) continue;
    out.begin_object().member("name", limit.name).member("value", limit.value).member("unit", limit.unit);
    out.member("note", limit.note);
    write_texts(out, "sources", limit.sources);
    out.end_object();
  }
  out.end_array().name("tables").begin_array();
  for (const auto& line : tables_of(known, rule)) {
    out.begin_object().member("text", line.text);
    write_texts(out, "sources", line.sources);
    out.end_object();
  }
  out.end_array();
}

void write_overrides(writer& out, const knowledge& known, const rule_entry& rule) {
  out.name("overrides").begin_array();
  for (const auto& code : rule.overrides) {
    const auto reason = std::ranges::find(known.overrides, code, &cds::override_reason::code);
    out.begin_object().member("code", code);
    out.member("display", reason == known.overrides.end() ? std::string_view{} : std::string_view(reason->display));
    out.end_object();
  }
  out.end_array();
}

/// The rule's own first, then those that its limits and tables name.
std::vector<std::string> sources_of(const knowledge& known, const rule_entry& rule) {
  auto all = rule.sources;
  const auto add = [&](const std::vector<std::string>& keys) {
    for (const auto& key : keys)
      if (std::ranges::find(all, key) == all.end()) all.push_back(key);
  };
  for (const auto& limit : known.listed_limits)
    if (uses(rule, limit)) add(limit.sources);
  for (const auto& line : tables_of(known, rule)) add(line.sources);
  return all;
}

void write_sources(writer& out, const knowledge& known, const rule_entry& rule) {
  out.member("source", rule.source).name("sources").begin_array();
  for (const auto& key : sources_of(known, rule)) {
    const auto& source = known.source_named(key);
    out.begin_object().member("key", key).member("label", source.label).name("url");
    if (source.url.empty())
      out.null();
    else
      out.string(source.url);
    out.member("kind", source.kind).end_object();
  }
  out.end_array();
}

hooks::reply list(const knowledge& known) {
  std::string text;
  writer out(text);
  out.begin_object().member("version", known.version).member("hash", known.hash).member("signed_off", false);
  const auto& about = known.about;
  out.name("about").begin_object().member("intended_use", about.intended_use).member("users", about.users);
  out.member("population", about.population);
  write_texts(out, "out_of_scope", about.out_of_scope);
  write_texts(out, "limits", about.limits);
  out.end_object().name("rules").begin_array();
  for (const auto& rule : known.rules) {
    out.begin_object();
    write_head(out, rule);
    out.member("fires", fires(rule)).end_object();
  }
  out.end_array().end_object();
  return json_answer(std::move(text));
}

hooks::reply one(const knowledge& known, std::string_view name) {
  const auto id = cds::rule_named(name);
  if (!id) return refused_answer(404, "there is no such rule");
  const auto& rule = known.rule(*id);
  std::string text;
  writer out(text);
  out.begin_object();
  write_head(out, rule);
  write_texts(out, "statements", rule.statements);
  out.name("knowledge").begin_object().member("version", known.version).member("hash", known.hash).end_object();
  write_keyed(out, "attributes", rule.attributes);
  write_limits(out, known, rule);
  write_keyed(out, "texts", rule.texts);
  write_overrides(out, known, rule);
  write_sources(out, known, rule);
  out.end_object();
  return json_answer(std::move(text));
}

} // namespace

routes rule_routes(const console_world& world) {
  return {{.method = "GET",
           .pattern = "/console/api/knowledge",
           .answer = [&world](const console_call&) { return list(*world.shown.serves()->known); }},
          {.method = "GET", .pattern = "/console/api/knowledge/{rule}", .answer = [&world](const console_call& call) {
             return one(*world.shown.serves()->known, call.part);
           }}};
}

} // namespace server
