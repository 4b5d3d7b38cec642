#include "server/store/reports.hpp"

#include "server/store/feedback_columns.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite_store.hpp"

namespace server {
namespace {

using sqlite::connection;
using sqlite::statement;

// A card that was issued to somebody else has no decision here, and nothing of it is told.
constexpr std::string_view select_feedback =
    "SELECT f.id, f.card, d.id IS NOT NULL, iif(d.id IS NULL, '', c.rule), iif(d.id IS NULL, '', c.rule_version),"
    " d.user, d.encounter, f.outcome, f.reason_code, f.reason_system, f.reason_display, f.comment,"
    " f.outcome_timestamp, f.client, f.service, strftime('%Y-%m-%dT%H:%M:%SZ', f.received, 'unixepoch')"
    " FROM feedback f LEFT JOIN card c ON c.uuid = f.card"
    " LEFT JOIN decision d ON d.id = c.decision AND d.client = f.client"
    " WHERE f.received >= ?1 AND (?2 = '' OR f.client = ?2) ORDER BY f.id";
constexpr std::string_view select_suggestions =
    "SELECT a.uuid, s.kind FROM accepted_suggestion a LEFT JOIN suggestion s ON s.card = ?2 AND s.uuid = a.uuid"
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

constexpr int busy_milliseconds = 2000; // nobody waits for a report

void bind(statement& asked, const report_filter& wanted) {
  asked.bind(1, std::int64_t{wanted.since.time_since_epoch().count()}).bind(2, wanted.client);
}

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

/// Everything is read within one transaction: as of one moment, while the server goes on writing.
template<class reading>
auto read(const std::filesystem::path& data, const reading& reads)
    -> tl::expected<decltype(reads(std::declval<const connection&>())), std::string> {
  try {
    const connection open(store_file(data), connection::access::read);
    sqlite3_busy_timeout(open.get(), busy_milliseconds);
    open.run("BEGIN");
    sqlite::require_current(open);
    return reads(open);
  } catch (const ledger_fault& fault) {
    return tl::unexpected("the store in `" + data.string() + "` cannot be read: " + fault.what());
  }
}

tl::expected<void, std::string> read_rows(const std::filesystem::path& data, const report_filter& wanted,
                                          const std::function<void(const feedback_row&)>& visit) {
  const auto done = read(data, [&](const connection& open) {
    statement found(open, select_feedback);
    statement suggestions(open, select_suggestions);
    bind(found, wanted);
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

tl::expected<feedback_summary, std::string> summarize(const std::filesystem::path& data, const report_filter& wanted) {
  return read(data, [&](const connection& open) {
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

report_source embedded_reports(const std::filesystem::path& data) {
  return {.rows = [data](const auto& wanted, const auto& visit) { return read_rows(data, wanted, visit); },
          .summary = [data](const auto& wanted) { return summarize(data, wanted); }};
}

} // namespace server
