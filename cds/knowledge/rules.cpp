#include <algorithm>
#include <cstdlib>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

constexpr int last_statement = 24;
constexpr std::string_view common = "common";

bool is_text_key(std::string_view key) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto other = [&](char c) { return lower(c) || c == '_' || c == '.' || (c >= '0' && c <= '9'); };
  return lower(key.front()) && std::all_of(key.begin(), key.end(), other);
}

bool is_statement(const std::string& s) {
  if (s.size() < 2 || s.size() > 3 || s[0] != 'S' || s[1] < '1' || s[1] > '9') return false;
  if (s.size() == 3 && (s[2] < '0' || s[2] > '9')) return false;
  return std::atoi(s.c_str() + 1) <= last_statement;
}

void check_text(section& s, std::string_view rule, const cds::rule_text& t) {
  if (std::string fault = template_fault(t.text); !fault.empty()) {
    s.fault(t.key, std::move(fault));
    return;
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
  if (std::any_of(t.text.begin(), t.text.end(), control)) s.fault(t.key, "a text must be one line");
  if (!t.key.starts_with("summary")) return;
  const std::size_t length = longest_length_of(rule, t.text);
  if (length > longest_summary)
    s.fault(t.key, "a summary has at most 139 characters, this one can have " + std::to_string(length) +
                       " when it is filled in");
}

void check_against(section& s, const std::vector<cds::rule_text>& texts, const std::vector<cds::rule_text>& needed) {
  const auto with_key = [](const std::vector<cds::rule_text>& all, const std::string& key) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const cds::rule_text& t) { return t.key == key; });
    return at == all.end() ? nullptr : &*at;
  };
  for (const cds::rule_text& wanted : needed)
    if (with_key(texts, wanted.key) == nullptr) s.fault(s.at(), "missing text `" + wanted.key + "`");
  for (const cds::rule_text& t : texts) {
    const cds::rule_text* wanted = with_key(needed, t.key);
    if (wanted == nullptr) {
      s.fault(t.key, "unknown text `" + t.key + "`");
      continue;
    }
    if (!template_fault(t.text).empty()) continue; // told already
    const auto offered = placeholders_of(wanted->text);
    for (const std::string& name : placeholders_of(t.text))
      if (!std::binary_search(offered.begin(), offered.end(), name))
        s.fault(t.key, "nothing fills the placeholder `{" + name + "}` of this text");
  }
}

std::vector<cds::rule_text> read_texts(section& rule, std::string_view name,
                                       const std::vector<cds::rule_text>* needed) {
  std::vector<cds::rule_text> texts;
  auto table = rule.table("texts");
  if (!table) return texts;
  for (const placed_text& key : table->keys()) {
    if (!is_text_key(key.value)) table->fault(key.at, "text key `" + key.value + "` must be lower_snake");
    cds::rule_text t{key.value, table->text(key.value)};
    check_text(*table, name, t);
    texts.push_back(std::move(t));
  }
  std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  if (needed != nullptr) check_against(*table, texts, *needed);
  return texts;
}

std::vector<std::string> read_statements(section& rule) {
  std::vector<std::string> all;
  for (const placed_text& s : rule.texts("statements")) {
    if (!is_statement(s.value)) rule.fault(s.at, "unknown statement `" + s.value + "`, expected `S1` to `S24`");
    all.push_back(s.value);
  }
  return all;
}

std::vector<std::string> read_override_codes(section& rule, const references& known) {
  std::vector<std::string> all;
  for (const placed_text& code : rule.texts("overrides")) {
    const auto same = [&](const cds::override_reason& r) { return r.code == code.value; };
    if (std::none_of(known.overrides.begin(), known.overrides.end(), same))
      rule.fault(code.at, "unknown override reason `" + code.value + "`, overrides.toml lists them");
    all.push_back(code.value);
  }
  return all;
}

cds::rule_mode read_mode(section& rule, cds::rule_id id) {
  const std::string name = rule.text_or_empty("mode");
  const auto mode = cds::rule_mode_named(name).value_or(cds::rule_mode::on);
  if (!name.empty() && !cds::rule_mode_named(name))
    rule.fault("mode", "unknown mode `" + name + "`, expected one of: on, silent, off");
  if (id == cds::rule_id::not_checked && mode != cds::rule_mode::on)
    rule.fault("mode", "`not-checked` is always on: without it nobody learns what could not be evaluated");
  return mode;
}

cds::rule_entry read_rule(section& rule, cds::rule_id id, const references& known, const rule_texts* needed) {
  cds::rule_entry e;
  e.id = id;
  e.title = rule.text("title");
  e.version = rule.text("version");
  e.source = read_source_key(rule, "source", known);
  e.sources = read_source_keys(rule, known);
  if (!e.source.empty() && !e.sources.empty() &&
      std::find(e.sources.begin(), e.sources.end(), e.source) == e.sources.end())
    rule.fault("source", "the main source `" + e.source + "` must be among `sources`");
  e.statements = read_statements(rule);
  e.mode = read_mode(rule, id);
  e.overrides = read_override_codes(rule, known);
  const cds::rule_entry* wanted = nullptr;
  if (needed != nullptr)
    for (const cds::rule_entry& other : needed->rules)
      if (other.id == id) wanted = &other;
  e.texts = read_texts(rule, name_of(id), wanted == nullptr ? nullptr : &wanted->texts);
  rule.done();
  return e;
}

} // namespace

rule_texts read_rules(section root, const references& known, const rule_texts* needed) {
  rule_texts all;
  for (const placed_text& name : root.keys()) {
    const auto id = cds::rule_named(name.value);
    if (!id && name.value != common) {
      root.fault(name.at, "unknown rule `" + name.value + "`");
      continue;
    }
    auto table = root.table(name.value);
    if (!table) continue;
    if (id) {
      all.rules.push_back(read_rule(*table, *id, known, needed));
      continue;
    }
    all.common = read_texts(*table, common, needed == nullptr ? nullptr : &needed->common);
    table->done();
  }
  std::sort(all.rules.begin(), all.rules.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto id = static_cast<cds::rule_id>(i);
    const auto same = [&](const cds::rule_entry& e) { return e.id == id; };
    if (std::none_of(all.rules.begin(), all.rules.end(), same))
      root.fault(root.at(), "missing rule `" + std::string(cds::name_of(id)) + "`");
  }
  return all;
}

} // namespace cds_knowledge
