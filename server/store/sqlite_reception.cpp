#include "server/store/sqlite_reception.hpp"

namespace server::sqlite {
namespace {

// The newest decisions of the time, as many as are counted at once. ?1 since, ?2 until, ?3 client, ?4 how many.
const std::string counted =
    "WITH counted AS (SELECT id, client, time / 86400 AS day FROM decision WHERE time >= ?1 AND time < ?2"
    " AND (?3 = '' OR client = ?3) ORDER BY time DESC LIMIT ?4)";

constexpr std::string_view count_decisions =
    " SELECT client, day, count(*) FROM counted GROUP BY client, day ORDER BY day, client";
constexpr std::string_view count_cards =
    ", received AS (SELECT c.rule AS rule, c.indicator AS indicator, d.client AS client, d.day AS day,"
    " EXISTS (SELECT 1 FROM feedback f WHERE f.card = c.uuid AND f.client = d.client AND f.outcome = 'accepted') AS "
    "yes,"
    " EXISTS (SELECT 1 FROM feedback f WHERE f.card = c.uuid AND f.client = d.client AND f.outcome = 'overridden') AS "
    "no"
    " FROM counted d CROSS JOIN card c ON c.decision = d.id)"
    " SELECT rule, indicator, client, day, count(*), sum(yes), sum(no), sum(NOT yes AND NOT no)"
    " FROM received GROUP BY rule, indicator, client, day ORDER BY day, rule, indicator, client";
constexpr std::string_view count_outcomes =
    " SELECT o.rule, o.verdict, d.client, count(*) FROM counted d CROSS JOIN outcome o ON o.decision = d.id"
    " WHERE o.verdict IN ('fired', 'not evaluable') GROUP BY o.rule, o.verdict, d.client"
    " ORDER BY o.rule, o.verdict, d.client";
constexpr std::string_view count_reasons =
    " SELECT c.rule, f.reason_code, count(*) FROM counted d CROSS JOIN card c ON c.decision = d.id"
    " JOIN feedback f ON f.card = c.uuid AND f.client = d.client WHERE f.outcome = 'overridden'"
    " GROUP BY c.rule, f.reason_code ORDER BY c.rule, count(*) DESC, f.reason_code";
constexpr std::string_view count_unknown =
    "SELECT count(*) FROM feedback f WHERE f.received >= ?1 AND f.received < ?2 AND (?3 = '' OR f.client = ?3)"
    " AND NOT EXISTS (SELECT 1 FROM card c JOIN decision d ON d.id = c.decision WHERE c.uuid = f.card"
    " AND d.client = f.client)";
constexpr std::string_view select_comments =
    "SELECT f.id, strftime('%Y-%m-%dT%H:%M:%SZ', f.received, 'unixepoch'), f.client, f.service,"
    " iif(d.id IS NULL, '', c.rule), f.outcome, f.reason_code, f.reason_display, f.comment"
    " FROM feedback f LEFT JOIN card c ON c.uuid = f.card"
    " LEFT JOIN decision d ON d.id = c.decision AND d.client = f.client"
    " WHERE f.comment <> '' AND f.received >= ?1 AND f.received < ?2 AND (?3 = '' OR f.client = ?3) AND f.id < ?4"
    " ORDER BY f.id DESC LIMIT ?5";

std::int64_t seconds_of(std::chrono::sys_seconds when) { return when.time_since_epoch().count(); }

statement& bound(statement& asked, const reception_filter& wanted) {
  return asked.bind(1, seconds_of(wanted.since)).bind(2, seconds_of(wanted.until)).bind(3, wanted.client);
}

std::chrono::sys_days day_of(std::int64_t count) { return std::chrono::sys_days{std::chrono::days{count}}; }

/// Calls `take` for each row of a statement over the decisions that are counted.
template<class taking>
void each(const connection& open, std::string_view text, const reception_filter& wanted, const taking& take) {
  statement asked(open, counted + std::string(text));
  bound(asked, wanted).bind(4, most_counted);
  const auto words = [&](int column) { return std::string(asked.text(column)); };
  while (asked.step()) take(asked, words);
}

} // namespace

tl::expected<reception, std::string> count_reception(const report_place& at, const reception_filter& wanted) {
  return read(at, [&](const connection& open) {
    reception all;
    std::int64_t counted = 0;
    each(open, count_decisions, wanted, [&](const statement& row, const auto& text) {
      all.decisions.push_back({text(0), day_of(row.number(1)), row.number(2)});
      counted += row.number(2);
    });
    all.complete = counted < most_counted;
    each(open, count_cards, wanted, [&](const statement& row, const auto& text) {
      all.cards.push_back({text(0), text(1), text(2), day_of(row.number(3)), row.number(4), row.number(5),
                           row.number(6), row.number(7)});
    });
    each(open, count_outcomes, wanted, [&](const statement& row, const auto& text) {
      all.outcomes.push_back({text(0), text(1), text(2), row.number(3)});
    });
    each(open, count_reasons, wanted, [&](const statement& row, const auto& text) {
      all.reasons.push_back({text(0), text(1), row.number(2)});
    });
    statement unknown(open, count_unknown);
    if (bound(unknown, wanted).step()) all.unknown = unknown.number(0);
    return all;
  });
}

tl::expected<std::vector<comment_row>, std::string>
read_comments(const report_place& at, const reception_filter& wanted, const comment_page& page) {
  return read(at, [&](const connection& open) {
    std::vector<comment_row> all;
    statement asked(open, select_comments);
    bound(asked, wanted).bind(4, page.before).bind(5, page.most);
    const auto text = [&](int column) { return std::string(asked.text(column)); };
    while (asked.step())
      all.push_back({asked.number(0), text(1), text(2), text(3), text(4), text(5), text(6), text(7), text(8)});
    return all;
  });
}

} // namespace server::sqlite
