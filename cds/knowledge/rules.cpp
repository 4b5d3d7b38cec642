#include <algorithm>
#include <cstdlib>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

constexpr std::size_t longest_summary = 139;
constexpr int last_statement = 24;
constexpr std::string_view common = "common";

bool is_text_key(std::string_view key) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto other = [&](char c) { return lower(c) || c == '_' || c == '.' || (c >= '0' && c <= '9'); };
  return lower(key.front()) && std::all_of(key.begin(), key.end(), other);
}

// Characters a reader sees, without the placeholders: what remains when every value is empty.
std::size_t fixed_length(std::string_view text) {
  std::size_t length = 0;
  bool inside = false;
  for (const char c : text) {
    if (c == '{') inside = true;
    const bool starts_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (!inside && starts_character) ++length;
    if (c == '}') inside = false;
  }
  return length;
}

bool is_statement(const std::string& s) {
  if (s.size() < 2 || s.size() > 3 || s[0] != 'S' || s[1] < '1' || s[1] > '9') return false;
  if (s.size() == 3 && (s[2] < '0' || s[2] > '9')) return false;
  return std::atoi(s.c_str() + 1) <= last_statement;
}

void check_text(section& s, const cds::rule_text& t) {
  if (std::string fault = template_fault(t.text); !fault.empty()) {
    s.fault(t.key, std::move(fault));
    return;
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
  if (std::any_of(t.text.begin(), t.text.end(), control)) s.fault(t.key, "a text must be one line");
  const bool summary = t.key.rfind("summary", 0) == 0;
  if (summary && fixed_length(t.text) > longest_summary)
    s.fault(t.key, "a summary has at most 139 characters, this one has " + std::to_string(fixed_length(t.text)) +
                       " before anything is filled in");
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

std::vector<cds::rule_text> read_texts(section& rule, const std::vector<cds::rule_text>* needed) {
  std::vector<cds::rule_text> texts;
  auto table = rule.table("texts");
  if (!table) return texts;
  for (const placed_text& key : table->keys()) {
    if (!is_text_key(key.value)) table->fault(key.at, "text key `" + key.value + "` must be lower_snake");
    cds::rule_text t{key.value, table->text(key.value)};
    check_text(*table, t);
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
  e.overrides = read_override_codes(rule, known);
  const cds::rule_entry* wanted = nullptr;
  if (needed != nullptr)
    for (const cds::rule_entry& other : needed->rules)
      if (other.id == id) wanted = &other;
  e.texts = read_texts(rule, wanted == nullptr ? nullptr : &wanted->texts);
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
    all.common = read_texts(*table, needed == nullptr ? nullptr : &needed->common);
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
