#include "server/store/export.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "fhir/json/writer.hpp"

namespace server {
namespace {

using fhir::json::writer;

bool is_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 11> starts{"=",  "+",      "-",      "@",      "\t",    "\r",
                                                           "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::ranges::any_of(starts, [&](std::string_view start) { return text.starts_with(start); });
}

std::string line_of(std::initializer_list<std::string_view> cells) {
  std::string line;
  for (const auto cell : cells) line.append(line.empty() ? "" : ",").append(csv_cell(cell));
  return line + "\r\n";
}

std::string kinds_of(const feedback_row& row) {
  std::string all;
  for (const auto& one : row.suggestions) {
    all.append(all.empty() ? "" : " ").append(one.kind.empty() ? "unknown" : one.kind);
  }
  return all;
}

void write_given(writer& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.member(name, text);
}

void write_action(writer& out, const feedback_row& row) {
  out.name("action").begin_object().member("outcome", row.outcome);
  if (!row.suggestions.empty()) {
    out.name("suggestions").begin_array();
    for (const auto& one : row.suggestions) {
      out.begin_object().member("id", one.uuid);
      write_given(out, "kind", one.kind);
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
}

void write_feedback(writer& out, const feedback_row& row) {
  const bool has_reason = row.reason != hooks::override_coding{};
  if (!has_reason && row.comment.empty()) return;
  out.name("feedback").begin_object();
  if (has_reason) {
    out.name("reason").begin_object();
    write_given(out, "code", row.reason.code);
    write_given(out, "system", row.reason.system);
    write_given(out, "display", row.reason.display);
    out.end_object();
  }
  write_given(out, "comment", row.comment);
  out.end_object();
}

} // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = is_formula(text) ? "\"'" : "\"";
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    const bool may_stand = c == '\t' || c == '\r' || c == '\n';
    if (c == '"') cell += '"';
    cell += is_control && !may_stand ? ' ' : c;
  }
  return cell + '"';
}

std::string csv_head() {
  return line_of({"rule", "rule_version", "card", "known_card", "action", "suggestions", "reason_code", "reason_system",
                  "reason_display", "comment", "user", "date", "encounter", "client", "service", "received"});
}

std::string csv_line(const feedback_row& row) {
  return line_of({row.rule, row.rule_version, row.card, row.known ? "yes" : "no", row.outcome, kinds_of(row),
                  row.reason.code, row.reason.system, row.reason.display, row.comment, row.user, row.date,
                  row.encounter, row.client, row.service, row.received});
}

std::string ndjson_line(const feedback_row& row) {
  std::string line;
  writer out(line);
  out.begin_object().name("intervention").begin_object();
  write_given(out, "rule", row.rule);
  write_given(out, "ruleVersion", row.rule_version);
  out.member("card", row.card).member("knownCard", row.known).end_object();
  write_action(out, row);
  write_feedback(out, row);
  write_given(out, "user", row.user);
  out.member("date", row.date).name("location").begin_object();
  write_given(out, "encounter", row.encounter);
  out.member("client", row.client).end_object();
  out.member("service", row.service).member("received", row.received).end_object();
  return line + "\n";
}

} // namespace server
