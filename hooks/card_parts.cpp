#include "hooks/card_parts.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "fhir/json/writer.hpp"
#include "hooks/markdown.hpp"

namespace hooks {
namespace {

constexpr std::string_view rule_system = "urn:vesicle:rule";
constexpr std::string_view override_system = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes";
constexpr std::size_t most_links = 3; // clients show each as a button

/// The members that `write` puts into an object, without its brackets.
template<class Write> std::string members_of(Write write) {
  std::string text;
  fhir::json::writer out(text);
  out.begin_object();
  write(out);
  out.end_object();
  return text.substr(1, text.size() - 2);
}

/// The main source, the statements behind the rule, the rule and its version.
std::string basis_of(const cds::rule_entry& rule, const cds::knowledge& known) {
  std::string text = "**Basis** " + markdown(known.source_named(rule.source).label);
  std::string statements;
  for (const auto& id : rule.statements) statements.append(statements.empty() ? "statements " : ", ").append(id);
  if (!statements.empty()) append_markdown(text += "; ", statements);
  append_markdown(text += "; ", "rule " + std::string(cds::name_of(rule.id)) + " " + rule.version);
  return text;
}

void write_source(fhir::json::writer& out, const cds::rule_entry& rule, const cds::source& basis) {
  out.name("source").begin_object().member("label", basis.label);
  if (!basis.url.empty()) out.member("url", basis.url);
  out.name("topic").begin_object();
  out.member("code", cds::name_of(rule.id)).member("system", rule_system).member("display", rule.title);
  out.end_object().end_object();
}

const cds::override_reason& reason_coded(std::string_view code, const cds::knowledge& known) {
  auto found = std::ranges::find(known.overrides, code, &cds::override_reason::code);
  if (found == known.overrides.end()) throw std::logic_error("no override reason `" + std::string(code) + "`");
  return *found;
}

void write_overrides(fhir::json::writer& out, const cds::rule_entry& rule, const cds::knowledge& known) {
  if (rule.overrides.empty()) return;
  out.name("overrideReasons").begin_array();
  for (const auto& code : rule.overrides) {
    const auto& reason = reason_coded(code, known);
    out.begin_object()
        .member("code", reason.code)
        .member("system", override_system)
        .member("display", reason.display)
        .end_object();
  }
  out.end_array();
}

/// The sources of a rule that can be read on the web, the main one first, each address once.
std::vector<const cds::source*> linked_sources(const cds::rule_entry& rule, const cds::knowledge& known) {
  std::vector<const cds::source*> linked;
  auto add = [&](const std::string& key) {
    const auto& found = known.source_named(key);
    bool repeated = std::ranges::any_of(linked, [&](const auto* one) { return one->url == found.url; });
    if (!found.url.empty() && !repeated && linked.size() < most_links) linked.push_back(&found);
  };
  add(rule.source);
  for (const auto& key : rule.sources) add(key);
  return linked;
}

void write_link(fhir::json::writer& out, std::string_view label, std::string_view url) {
  out.begin_object().member("label", label).member("url", url).member("type", "absolute").end_object();
}

/// The rule's own page takes the place of the last source: all of them are on it.
void write_links(fhir::json::writer& out, const cds::rule_entry& rule, const cds::knowledge& known,
                 std::string_view rule_pages) {
  auto linked = linked_sources(rule, known);
  const bool has_page = !rule_pages.empty();
  if (linked.empty() && !has_page) return;
  if (has_page && linked.size() == most_links) linked.pop_back();
  out.name("links").begin_array();
  if (has_page)
    write_link(out, "What this rule says", std::string(rule_pages) + "#" + std::string(cds::name_of(rule.id)));
  for (const auto* one : linked) write_link(out, one->label, one->url);
  out.end_array();
}

std::string ending_of(const cds::rule_entry& rule, cds::verdict how) {
  std::string text;
  fhir::json::writer out(text);
  out.begin_object().member("rule", cds::name_of(rule.id)).member("version", rule.version);
  out.member("verdict", cds::name_of(how)).end_object();
  return text;
}

} // namespace

card_parts::card_parts(const cds::knowledge& known, std::string_view rule_pages) {
  for (const auto& rule : known.rules) {
    auto& parts = rules_.at(static_cast<std::size_t>(rule.id));
    parts.basis = basis_of(rule, known);
    parts.source =
        members_of([&](fhir::json::writer& out) { write_source(out, rule, known.source_named(rule.source)); });
    parts.reasons_and_links = members_of([&](fhir::json::writer& out) {
      write_overrides(out, rule, known);
      write_links(out, rule, known, rule_pages);
    });
    for (std::size_t i = 0; i < parts.ended_as.size(); ++i)
      parts.ended_as.at(i) = ending_of(rule, static_cast<cds::verdict>(i));
  }
}

} // namespace hooks
