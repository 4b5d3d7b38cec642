#include "server/commands/feedback.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "fhir/json/writer.hpp"
#include "server/config.hpp"
#include "server/database_url.hpp"
#include "server/rfc3339.hpp"
#include "server/store/export.hpp"
#include "server/store/postgres_reports.hpp"
#include "server/store/reports.hpp"

namespace server {
namespace {

constexpr int read_fault = 1;
constexpr int usage_fault = 2;

int complain(const std::string& what, int status) {
  std::fprintf(stderr, "vesicle: %s\n", what.c_str());
  return status;
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// A file that was cut short must not look like a whole one.
int finish() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return 0;
  return complain("the output could not be written", read_fault);
}

std::optional<std::chrono::sys_seconds> time_in(const std::string& text) {
  const auto time = read_rfc3339(text);
  return time ? time : read_rfc3339(text + "T00:00:00Z");
}

tl::expected<report_source, std::string> source_in(const std::string& file) {
  const auto read = read_config_file(file);
  if (!read) return tl::unexpected(to_text(read.error().front()));
  if (!read->data.empty()) return embedded_reports(read->data);
  if (read->database.url.empty())
    return tl::unexpected("`" + file + "` names no store: neither `data` nor `database.url`");
  const auto address = address_of(read->database.url, read->database.password_file);
  if (!address) return tl::unexpected(address.error());
  return postgres_reports(*address);
}

tl::expected<report_source, std::string> source_of(const feedback_wish& wish) {
  const int said = !wish.data.empty() + !wish.database.empty() + !wish.config.empty();
  if (said != 1) return tl::unexpected(std::string("give one of --data DIRECTORY, --database URL, --config FILE"));
  if (!wish.config.empty()) return source_in(wish.config);
  if (!wish.data.empty()) return embedded_reports(wish.data);
  const auto address = address_of(wish.database, {});
  if (!address) return tl::unexpected(address.error());
  return postgres_reports(*address);
}

int print_rows(const feedback_wish& wish, const report_source& from, const report_filter& wanted) {
  const bool csv = wish.format == "csv";
  if (!csv && wish.format != "ndjson") {
    return complain("--format `" + wish.format + "` is neither `csv` nor `ndjson`", usage_fault);
  }
  bool begun = false;
  const auto begin = [&] {
    if (csv && !std::exchange(begun, true)) print(csv_head());
  };
  const auto done = from.rows(wanted, [&](const feedback_row& row) {
    begin();
    print(csv ? csv_line(row) : ndjson_line(row));
  });
  if (!done) return complain(done.error(), read_fault);
  begin();
  return finish();
}

std::string to_json(const feedback_summary& all) {
  std::string text;
  fhir::json::writer out(text);
  out.begin_object().name("rules").begin_array();
  for (const auto& one : all.rules) {
    out.begin_object().member("rule", one.rule).member("issued", one.issued);
    out.member("accepted", one.accepted).member("overridden", one.overridden).end_object();
  }
  out.end_array().member("unknown", all.unknown).end_object();
  return text + "\n";
}

std::string to_table(const feedback_summary& all) {
  auto text = fmt::format("{:<24}{:>10}{:>10}{:>12}\n", "rule", "issued", "accepted", "overridden");
  for (const auto& one : all.rules) {
    text += fmt::format("{:<24}{:>10}{:>10}{:>12}\n", one.rule, one.issued, one.accepted, one.overridden);
  }
  return text + fmt::format("feedback about unknown cards: {}\n", all.unknown);
}

int print_summary(const feedback_wish& wish, const report_source& from, const report_filter& wanted) {
  const auto all = from.summary(wanted);
  if (!all) return complain(all.error(), read_fault);
  print(wish.json ? to_json(*all) : to_table(*all));
  return finish();
}

} // namespace

int feedback(const feedback_wish& wish) {
  report_filter wanted{.since = {}, .client = wish.client};
  if (!wish.since.empty()) {
    const auto since = time_in(wish.since);
    if (!since) {
      return complain("--since `" + wish.since +
                          "` is neither a day such as 2026-01-05 nor a time such as "
                          "2026-01-05T10:00:00Z",
                      usage_fault);
    }
    wanted.since = *since;
  }
  const auto from = source_of(wish);
  if (!from) return complain(from.error(), usage_fault);
  return wish.asked == feedback_wish::what::rows ? print_rows(wish, *from, wanted) : print_summary(wish, *from, wanted);
}

} // namespace server
