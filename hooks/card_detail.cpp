#include "hooks/card_detail.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "hooks/markdown.hpp"

namespace hooks {
namespace {

constexpr std::size_t most_data = 12; // a card is read in seconds; the request holds the rest

void begin_section(std::string& text, std::string_view title) {
  if (!text.empty()) text += "\n\n";
  text.append("**").append(title).append("**");
}

/// One item follows its title; several are a list.
void add_list(std::string& text, std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  begin_section(text, title);
  if (items.size() == 1) {
    append_markdown(text += ' ', items.front());
    return;
  }
  text += '\n';
  for (const auto& item : items) append_markdown(text += "\n- ", item);
}

/// Items in one paragraph, `; ` between them.
void add_line(std::string& text, std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  begin_section(text, title);
  for (std::size_t i = 0; i < items.size(); ++i) append_markdown(text += i == 0 ? " " : "; ", items[i]);
}

/// `creatinine 1.1 mg/dL, 2026-01-05 (Observation/abc)`
std::string text_of(const cds::datum& used) {
  auto text = used.label;
  if (!used.value.empty()) text.append(text.empty() ? "" : " ").append(used.value);
  if (used.date) text.append(", ").append(cds::to_text(*used.date));
  if (!used.source.type.empty()) text.append(" (").append(cds::to_text(used.source)).append(")");
  return text;
}

std::vector<std::string> data_of(const cds::recommendation& found) {
  std::vector<std::string> data;
  data.reserve(std::min(found.data_used.size(), most_data + 1));
  std::unordered_set<std::string> more;
  for (const auto& used : found.data_used) {
    auto text = text_of(used);
    if (std::ranges::find(data, text) != data.end()) continue;
    if (data.size() < most_data)
      data.push_back(std::move(text));
    else
      more.insert(std::move(text));
  }
  if (!more.empty()) data.push_back("and " + std::to_string(more.size()) + " more");
  return data;
}

/// The main source, the statements behind the rule, the rule and its version.
std::vector<std::string> basis_of(const cds::rule_entry& rule, const cds::knowledge& known) {
  std::vector<std::string> basis = {known.source_named(rule.source).label};
  std::string statements;
  for (const auto& id : rule.statements) statements.append(statements.empty() ? "" : ", ").append(id);
  if (!statements.empty()) basis.push_back("statements " + statements);
  basis.push_back("rule " + std::string(cds::name_of(rule.id)) + " " + rule.version);
  return basis;
}

} // namespace

std::string detail_of(const cds::recommendation& found, const cds::knowledge& known) {
  constexpr std::size_t usual = 2048; // bytes
  std::string text;
  text.reserve(usual);
  add_list(text, "Why", found.why);
  add_line(text, "Data used", data_of(found));
  add_list(text, "Not known", found.not_known);
  add_list(text, "Options", found.options);
  add_line(text, "Basis", basis_of(known.rule(found.rule), known));
  return text;
}

} // namespace hooks
