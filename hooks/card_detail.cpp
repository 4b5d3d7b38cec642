#include "hooks/card_detail.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "hooks/markdown.hpp"

namespace hooks {
namespace {

constexpr std::size_t most_data = 12; // a card is read in seconds; the request holds the rest

void begin_section(std::string& text, std::string_view title) {
  if (!text.empty()) text += "\n\n";
  text.append("**").append(title).append("**");
}

/// One item follows its title; several are a list.
void add_list(std::string& text, std::string_view title, const cds::list<std::string_view>& items) {
  if (items.empty()) return;
  begin_section(text, title);
  if (items.size() == 1) return append_markdown(text += ' ', items.front());
  text += '\n';
  for (const auto item : items) append_markdown(text += "\n- ", item);
}

/// `creatinine 1.1 mg/dL, 2026-01-05 (Observation/abc)`
void append(std::string& text, const cds::datum& used) {
  text += used.label;
  if (!used.value.empty()) (text += used.label.empty() ? "" : " ") += used.value;
  if (used.date) cds::append(text += ", ", *used.date);
  if (used.source.type.empty()) return;
  cds::append(text += " (", used.source);
  text += ')';
}

/// Texts one after the other, each once, as long as it is among the first.
class data_lines {
 public:
  void add(const cds::datum& used) {
    const auto from = all_.size();
    append(all_, used);
    const auto text = std::string_view(all_).substr(from);
    const bool repeated = std::any_of(ends_.begin(), ends_.end(), [&](const auto& one) { return of(one) == text; });
    if (!repeated && ends_.size() < most_data) return ends_.add({from, text.size()});
    if (!repeated) more_.emplace(text);
    all_.resize(from);
  }
  std::size_t more() const { return more_.size(); }
  template<class Write> void each(Write write) const {
    for (const auto& one : ends_) write(of(one));
  }

 private:
  struct place {
    std::size_t from = 0, size = 0;
  };
  std::string_view of(const place& one) const { return std::string_view(all_).substr(one.from, one.size); }

  std::string all_;
  cds::few<place, most_data> ends_;
  std::unordered_set<std::string> more_;
};

void add_data(std::string& text, const cds::list<cds::datum>& data) {
  if (data.empty()) return;
  data_lines lines;
  for (const auto& used : data) lines.add(used);
  begin_section(text, "Data used");
  std::string_view between = " ";
  lines.each([&](std::string_view line) {
    append_markdown(text += between, line);
    between = "; ";
  });
  if (lines.more() > 0) text.append("; and ").append(std::to_string(lines.more())).append(" more");
}

} // namespace

std::string detail_of(const cds::recommendation& found, std::string_view basis) {
  constexpr std::size_t usual = 2048; // bytes
  std::string text;
  text.reserve(usual);
  add_list(text, "Why", found.why);
  add_data(text, found.data_used);
  add_list(text, "Not known", found.not_known);
  add_list(text, "Options", found.options);
  if (!text.empty()) text += "\n\n";
  return text += basis;
}

} // namespace hooks
