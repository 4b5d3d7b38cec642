#include "server/store/postgres_reports.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/store/feedback_columns.hpp"
#include "server/store/postgres.hpp"
#include "server/store/postgres_reception.hpp"

namespace server {
namespace {

using postgres::connection;

constexpr std::chrono::sys_seconds farthest = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};

// One row for each suggestion, or for an item without any. A card that was issued to somebody else has no decision
// here, and nothing of it is told.
constexpr const char* declare_feedback =
    "DECLARE kept NO SCROLL CURSOR FOR"
    " SELECT f.id, f.card, d.id IS NOT NULL, CASE WHEN d.id IS NULL THEN '' ELSE c.rule END,"
    " CASE WHEN d.id IS NULL THEN '' ELSE c.rule_version END, d.asked_by, d.encounter, f.outcome, f.reason_code,"
    " f.reason_system, f.reason_display, f.comment, f.outcome_timestamp, f.client, f.service,"
    " to_char(f.received AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), a.uuid, s.kind"
    " FROM feedback f LEFT JOIN card c ON c.uuid = lower(f.card)"
    " LEFT JOIN decision d ON d.id = c.decision AND d.client = f.client"
    " LEFT JOIN accepted_suggestion a ON a.feedback = f.id"
    " LEFT JOIN suggestion s ON d.id IS NOT NULL AND s.card = c.uuid AND s.uuid = lower(a.uuid)"
    " WHERE f.received >= to_timestamp($1::bigint) AND ($2::text = '' OR f.client = $2::text)"
    " AND f.received < to_timestamp($3::bigint)"
    " ORDER BY f.id, lower(a.uuid) COLLATE \"C\"";
constexpr const char* count_cards =
    "SELECT c.rule, count(*),"
    " count(*) FILTER (WHERE EXISTS (SELECT FROM feedback f"
    " WHERE lower(f.card) = c.uuid AND f.client = d.client AND f.outcome = 'accepted')),"
    " count(*) FILTER (WHERE EXISTS (SELECT FROM feedback f"
    " WHERE lower(f.card) = c.uuid AND f.client = d.client AND f.outcome = 'overridden'))"
    " FROM card c JOIN decision d ON d.id = c.decision"
    " WHERE d.time >= to_timestamp($1::bigint) AND ($2::text = '' OR d.client = $2::text)"
    " GROUP BY c.rule ORDER BY c.rule COLLATE \"C\"";
constexpr const char* count_unknown =
    "SELECT count(*) FROM feedback f WHERE f.received >= to_timestamp($1::bigint)"
    " AND ($2::text = '' OR f.client = $2::text) AND NOT EXISTS (SELECT FROM card c JOIN decision d"
    " ON d.id = c.decision WHERE c.uuid = lower(f.card) AND d.client = f.client)";

postgres::values of(const report_filter& wanted) {
  postgres::values all;
  all.add(std::int64_t{wanted.since.time_since_epoch().count()}).add(wanted.client);
  return all;
}

feedback_row row_of(const postgres::rows& found, int row) {
  const auto text = [&](int column) { return std::string(found.text(row, column)); };
  return row_of_columns(text, found.text(row, 2) == "t");
}

/// Puts the rows of one item together, which follow each other.
class gathering {
 public:
  explicit gathering(std::function<void(const feedback_row&)> visit) : visit_(std::move(visit)) {}
  void take(const postgres::rows& found, int row) {
    const auto id = found.number(row, 0);
    if (!item_ || id_ != id) {
      finish();
      item_ = row_of(found, row);
      id_ = id;
    }
    if (!found.is_null(row, 16))
      item_->suggestions.push_back({std::string(found.text(row, 16)), std::string(found.text(row, 17))});
  }
  void finish() {
    if (item_) visit_(*item_);
    item_.reset();
  }

 private:
  std::function<void(const feedback_row&)> visit_;
  std::optional<feedback_row> item_;
  std::int64_t id_ = 0;
};

tl::expected<void, std::string> read_rows(const postgres::report_place& at, const report_filter& wanted,
                                          const std::function<void(const feedback_row&)>& visit) {
  const auto done = postgres::read(at, [&](connection& open) {
    auto values = of(wanted);
    // PostgreSQL's time ends before that of the clock.
    values.add(std::min(wanted.until, farthest).time_since_epoch().count());
    open.ask(declare_feedback, values);
    std::int64_t left = wanted.most;
    gathering items([&](const feedback_row& row) {
      if (left-- > 0) visit(row);
    });
    while (left > 0) {
      const auto some = open.run("FETCH 1000 FROM kept");
      if (some.size() == 0) break;
      for (int row = 0; row < some.size(); ++row) items.take(some, row);
    }
    items.finish();
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  return {};
}

tl::expected<feedback_summary, std::string> summarize(const postgres::report_place& at, const report_filter& wanted) {
  return postgres::read(at, [&](connection& open) {
    feedback_summary all;
    const auto cards = open.ask(count_cards, of(wanted));
    for (int row = 0; row < cards.size(); ++row)
      all.rules.push_back(
          {std::string(cards.text(row, 0)), cards.number(row, 1), cards.number(row, 2), cards.number(row, 3)});
    all.unknown = open.ask(count_unknown, of(wanted)).number(0, 0);
    return all;
  });
}

} // namespace

report_source postgres_reports(const database_address& of, report_patience patience) {
  const postgres::report_place at{of, patience};
  return {.rows = [at](const auto& wanted, const auto& visit) { return read_rows(at, wanted, visit); },
          .summary = [at](const auto& wanted) { return summarize(at, wanted); },
          .counts = [at](const auto& wanted) { return postgres::count_reception(at, wanted); },
          .comments = [at](const auto& wanted, const auto& page) { return postgres::read_comments(at, wanted, page); }};
}

} // namespace server
