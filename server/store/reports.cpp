#include "server/store/reports.hpp"

#include "server/store/feedback_columns.hpp"
#include "server/store/report_reading.hpp"
#include "server/store/sqlite_reception.hpp"

namespace server {
namespace {

using sqlite::connection;
using sqlite::report_place;
using sqlite::statement;

// A card that was issued to somebody else has no decision here, and nothing of it is told.
constexpr std::string_view select_feedback =
    "SELECT f.id, f.card, d.id IS NOT NULL, iif(d.id IS NULL, '', c.rule), iif(d.id IS NULL, '', c.rule_version),"
    " d.user, d.encounter, f.outcome, f.reason_code, f.reason_system, f.reason_display, f.comment,"
    " f.outcome_timestamp, f.client, f.service, strftime('%Y-%m-%dT%H:%M:%SZ', f.received, 'unixepoch')"
    " FROM feedback f LEFT JOIN card c ON c.uuid = f.card"
    " LEFT JOIN decision d ON d.id = c.decision AND d.client = f.client"
    " WHERE f.received >= ?1 AND (?2 = '' OR f.client = ?2) AND f.received < ?3 ORDER BY f.id LIMIT ?4";
constexpr std::string_view select_suggestions =
    "SELECT a.uuid, (SELECT s.kind FROM suggestion s WHERE s.card = ?2 AND s.uuid = a.uuid) FROM accepted_suggestion a"
    " WHERE a.feedback = ?1 ORDER BY a.uuid";
constexpr std::string_view count_cards =
    "SELECT c.rule, count(*),"
    " sum(EXISTS (SELECT 1 FROM feedback f WHERE f.card = c.uuid AND f.client = d.client AND f.outcome = 'accepted')),"
    " sum(EXISTS (SELECT 1 FROM feedback f WHERE f.card = c.uuid AND f.client = d.client AND f.outcome = 'overridden'))"
    " FROM card c JOIN decision d ON d.id = c.decision"
    " WHERE d.time >= ?1 AND (?2 = '' OR d.client = ?2) GROUP BY c.rule ORDER BY c.rule";
constexpr std::string_view count_unknown =
    "SELECT count(*) FROM feedback f WHERE f.received >= ?1 AND (?2 = '' OR f.client = ?2) AND NOT EXISTS"
    " (SELECT 1 FROM card c JOIN decision d ON d.id = c.decision WHERE c.uuid = f.card AND d.client = f.client)";

void bind(statement& asked, const report_filter& wanted) {
  asked.bind(1, std::int64_t{wanted.since.time_since_epoch().count()}).bind(2, wanted.client);
}

std::int64_t seconds_of(std::chrono::sys_seconds when) { return when.time_since_epoch().count(); }

feedback_row row_of(const statement& found) {
  const auto text = [&](int column) { return std::string(found.text(column)); };
  return row_of_columns(text, found.number(2) != 0);
}

std::vector<taken_suggestion> suggestions_of(statement& asked, std::int64_t feedback, const feedback_row& row) {
  asked.bind(1, feedback).bind(2, row.known ? std::string_view(row.card) : std::string_view());
  std::vector<taken_suggestion> all;
  while (asked.step()) all.push_back({std::string(asked.text(0)), std::string(asked.text(1))});
  asked.reset();
  return all;
}

tl::expected<void, std::string> read_rows(const report_place& at, const report_filter& wanted,
                                          const std::function<void(const feedback_row&)>& visit) {
  const auto done = sqlite::read(at, [&](const connection& open) {
    statement found(open, select_feedback);
    statement suggestions(open, select_suggestions);
    bind(found, wanted);
    found.bind(3, seconds_of(wanted.until)).bind(4, wanted.most);
    while (found.step()) {
      auto row = row_of(found);
      row.suggestions = suggestions_of(suggestions, found.number(0), row);
      visit(row);
    }
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  return {};
}

tl::expected<feedback_summary, std::string> summarize(const report_place& at, const report_filter& wanted) {
  return sqlite::read(at, [&](const connection& open) {
    feedback_summary all;
    statement cards(open, count_cards);
    bind(cards, wanted);
    while (cards.step()) {
      all.rules.push_back({std::string(cards.text(0)), cards.number(1), cards.number(2), cards.number(3)});
    }
    statement unknown(open, count_unknown);
    bind(unknown, wanted);
    if (unknown.step()) all.unknown = unknown.number(0);
    return all;
  });
}

} // namespace

report_source embedded_reports(const std::filesystem::path& data, report_patience patience) {
  const report_place at{data, patience};
  return {.rows = [at](const auto& wanted, const auto& visit) { return read_rows(at, wanted, visit); },
          .summary = [at](const auto& wanted) { return summarize(at, wanted); },
          .counts = [at](const auto& wanted) { return sqlite::count_reception(at, wanted); },
          .comments = [at](const auto& wanted, const auto& page) { return sqlite::read_comments(at, wanted, page); }};
}

} // namespace server
