#include "server/commands/knowledge_sheet.hpp"

#include <algorithm>

#include "cds/quantity.hpp"
#include "fhir/json/writer.hpp"
#include "server/console/rule_tables.hpp"

namespace server {
namespace {

using cds::knowledge;
using cds::rule_entry;
using fhir::json::writer;

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.resize(std::max(out.size() + 2, width), ' ');
  return out;
}

void write_texts(writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.name(name).begin_array();
  for (const auto& text : texts) out.string(text);
  out.end_array();
}

void write_head(writer& out, const rule_entry& rule) {
  out.member("rule", name_of(rule.id)).member("title", rule.title).member("mode", name_of(rule.mode));
  out.member("version", rule.version);
  write_texts(out, "statements", rule.statements);
}

void write_about(writer& out, const cds::product_description& about) {
  out.name("about").begin_object().member("intended_use", about.intended_use).member("users", about.users);
  out.member("population", about.population);
  write_texts(out, "out_of_scope", about.out_of_scope);
  write_texts(out, "limits", about.limits);
  out.end_object();
}

std::string about_text(const cds::product_description& about) {
  std::string text = "\nintended use  " + about.intended_use + "\nusers         " + about.users + "\npopulation    " +
                     about.population + '\n';
  for (const auto& item : about.out_of_scope) text += "out of scope  " + item + '\n';
  for (const auto& item : about.limits) text += "limit         " + item + '\n';
  return text;
}

std::string limits_text(const knowledge& known, const rule_entry& rule) {
  std::string text = "\nlimits it uses\n";
  for (const auto& l : known.listed_limits)
    if (uses(rule, l))
      text += "  " + padded(l.name, 34) + padded(cds::to_text(l.value) + ' ' + l.unit, 16) + l.note + " [" +
              listed(l.sources) + "]\n";
  return text;
}

std::string texts_and_sources(const knowledge& known, const rule_entry& rule) {
  std::string text = "\ntexts\n";
  for (const auto& t : rule.texts) text += "  " + padded(t.key, 26) + t.text + '\n';
  text += "\nreasons offered for not following it\n";
  for (const auto& code : rule.overrides) {
    const auto same = [&](const cds::override_reason& r) { return r.code == code; };
    const auto reason = std::find_if(known.overrides.begin(), known.overrides.end(), same);
    text += "  " + padded(code, 34) + (reason == known.overrides.end() ? "" : reason->display) + '\n';
  }
  text += "\nsources\n";
  for (const auto& key : rule.sources) {
    const auto& s = known.source_named(key);
    text += "  " + padded(key, 30) + s.label + " (" + s.kind + ')' + (s.url.empty() ? "" : ", " + s.url) + '\n';
  }
  return text;
}

} // namespace

std::string list_as_text(const knowledge& known) {
  std::string text = "knowledge " + known.version + ", content " + known.hash + ", not signed off by a clinician\n\n";
  text += padded("rule", 22) + padded("mode", 9) + padded("version", 10) + "statements\n";
  for (const auto& rule : known.rules)
    text += padded(name_of(rule.id), 22) + padded(name_of(rule.mode), 9) + padded(rule.version, 10) +
            listed(rule.statements) + '\n';
  return text + about_text(known.about);
}

std::string list_as_json(const knowledge& known) {
  std::string text;
  writer out(text);
  out.begin_object().member("version", known.version).member("hash", known.hash);
  out.member("signed_off", false);
  write_about(out, known.about);
  out.name("rules").begin_array();
  for (const auto& rule : known.rules) {
    out.begin_object();
    write_head(out, rule);
    out.end_object();
  }
  out.end_array().end_object();
  return text + '\n';
}

std::string sheet_as_text(const knowledge& known, cds::rule_id id) {
  const auto& rule = known.rule(id);
  std::string text = std::string(name_of(id)) + ' ' + rule.version + ": " + rule.title + "\nmode " +
                     std::string(name_of(rule.mode)) + "; knowledge " + known.version + ", content " + known.hash +
                     ", not signed off by a clinician\nstatements " + listed(rule.statements) + "\n\n";
  for (const auto& a : rule.attributes) text += padded(a.key, 22) + a.text + '\n';
  if (!rule.uses.empty()) text += limits_text(known, rule);
  const auto lines = tables_of(known, rule);
  if (!lines.empty()) text += "\ntables it uses\n";
  for (const auto& line : lines)
    text += "  " + line.text + (line.sources.empty() ? "" : " [" + listed(line.sources) + ']') + '\n';
  return text + texts_and_sources(known, rule);
}

std::string sheet_as_json(const knowledge& known, cds::rule_id id) {
  const auto& rule = known.rule(id);
  std::string text;
  writer out(text);
  out.begin_object();
  write_head(out, rule);
  out.member("knowledge_version", known.version).member("knowledge_hash", known.hash);
  out.name("attributes").begin_object();
  for (const auto& a : rule.attributes) out.member(a.key, a.text);
  out.end_object().name("limits").begin_array();
  for (const auto& l : known.listed_limits) {
    if (!uses(rule, l)) continue;
    out.begin_object().member("name", l.name).member("value", l.value).member("unit", l.unit).member("note", l.note);
    write_texts(out, "sources", l.sources);
    out.end_object();
  }
  out.end_array().name("tables").begin_array();
  for (const auto& line : tables_of(known, rule)) {
    out.begin_object().member("text", line.text);
    write_texts(out, "sources", line.sources);
    out.end_object();
  }
  out.end_array().name("texts").begin_object();
  for (const auto& t : rule.texts) out.member(t.key, t.text);
  out.end_object();
  write_texts(out, "overrides", rule.overrides);
  write_texts(out, "sources", rule.sources);
  out.end_object();
  return text + '\n';
}

} // namespace server
