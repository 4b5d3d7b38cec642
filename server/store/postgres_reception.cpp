#include "server/store/postgres_reception.hpp"

namespace server::postgres {
namespace {

// The newest decisions of the time, as many as are counted at once. $1 since, $2 until, $3 client, $4 how many.
const std::string counted =
    "WITH counted AS (SELECT id, client, floor(extract(epoch FROM time) / 86400)::bigint AS day FROM decision"
    " WHERE time >= to_timestamp($1::bigint) AND time < to_timestamp($2::bigint)"
    " AND ($3::text = '' OR client = $3::text) ORDER BY time DESC LIMIT $4::bigint)";

constexpr const char* count_decisions =
    " SELECT client, day, count(*) FROM counted GROUP BY client, day ORDER BY day, client COLLATE \"C\"";
constexpr const char* count_cards =
    ", received AS (SELECT c.rule, c.indicator, d.client, d.day,"
    " EXISTS (SELECT FROM feedback f WHERE lower(f.card) = c.uuid AND f.client = d.client AND f.outcome = 'accepted') "
    "AS yes,"
    " EXISTS (SELECT FROM feedback f WHERE lower(f.card) = c.uuid AND f.client = d.client AND f.outcome = "
    "'overridden') AS no"
    " FROM counted d JOIN card c ON c.decision = d.id)"
    " SELECT rule, indicator, client, day, count(*), count(*) FILTER (WHERE yes), count(*) FILTER (WHERE no),"
    " count(*) FILTER (WHERE NOT yes AND NOT no) FROM received GROUP BY rule, indicator, client, day"
    " ORDER BY day, rule COLLATE \"C\", indicator COLLATE \"C\", client COLLATE \"C\"";
constexpr const char* count_outcomes =
    " SELECT o.rule, o.verdict, d.client, count(*) FROM counted d JOIN outcome o ON o.decision = d.id"
    " WHERE o.verdict IN ('fired', 'not evaluable') GROUP BY o.rule, o.verdict, d.client"
    " ORDER BY o.rule COLLATE \"C\", o.verdict COLLATE \"C\", d.client COLLATE \"C\"";
constexpr const char* count_reasons =
    " SELECT c.rule, f.reason_code, count(*) FROM counted d JOIN card c ON c.decision = d.id"
    " JOIN feedback f ON lower(f.card) = c.uuid AND f.client = d.client WHERE f.outcome = 'overridden'"
    " GROUP BY c.rule, f.reason_code ORDER BY c.rule COLLATE \"C\", count(*) DESC, f.reason_code COLLATE \"C\"";
constexpr const char* count_unknown =
    "SELECT count(*) FROM feedback f WHERE f.received >= to_timestamp($1::bigint)"
    " AND f.received < to_timestamp($2::bigint) AND ($3::text = '' OR f.client = $3::text) AND NOT EXISTS (SELECT FROM"
    " card c JOIN decision d ON d.id = c.decision WHERE c.uuid = lower(f.card) AND d.client = f.client)";
constexpr const char* select_comments =
    "SELECT f.id, to_char(f.received AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), f.client, f.service,"
    " CASE WHEN d.id IS NULL THEN '' ELSE c.rule END, f.outcome, f.reason_code, f.reason_display, f.comment"
    " FROM feedback f LEFT JOIN card c ON c.uuid = lower(f.card)"
    " LEFT JOIN decision d ON d.id = c.decision AND d.client = f.client"
    " WHERE f.comment <> '' AND f.received >= to_timestamp($1::bigint) AND f.received < to_timestamp($2::bigint)"
    " AND ($3::text = '' OR f.client = $3::text) AND f.id < $4::bigint ORDER BY f.id DESC LIMIT $5::bigint";

values of(const reception_filter& wanted) {
  values all;
  all.add(std::int64_t{wanted.since.time_since_epoch().count()});
  all.add(std::int64_t{wanted.until.time_since_epoch().count()}).add(wanted.client);
  return all;
}

std::chrono::sys_days day_of(std::int64_t count) { return std::chrono::sys_days{std::chrono::days{count}}; }

/// Calls `take` for each row of a statement over the decisions that are counted.
template<class taking>
void each(connection& open, const char* text, const reception_filter& wanted, const taking& take) {
  auto with = of(wanted);
  with.add(most_counted);
  const auto found = open.ask((counted + text).c_str(), with);
  for (int row = 0; row < found.size(); ++row)
    take([&](int column) { return std::string(found.text(row, column)); },
         [&](int column) { return found.number(row, column); });
}

} // namespace

tl::expected<reception, std::string> count_reception(const report_place& at, const reception_filter& wanted) {
  return read(at, [&](connection& open) {
    reception all;
    std::int64_t so_far = 0;
    each(open, count_decisions, wanted, [&](const auto& text, const auto& number) {
      all.decisions.push_back({text(0), day_of(number(1)), number(2)});
      so_far += number(2);
    });
    all.complete = so_far < most_counted;
    each(open, count_cards, wanted, [&](const auto& text, const auto& number) {
      all.cards.push_back({text(0), text(1), text(2), day_of(number(3)), number(4), number(5), number(6), number(7)});
    });
    each(open, count_outcomes, wanted, [&](const auto& text, const auto& number) {
      all.outcomes.push_back({text(0), text(1), text(2), number(3)});
    });
    each(open, count_reasons, wanted, [&](const auto& text, const auto& number) {
      all.reasons.push_back({text(0), text(1), number(2)});
    });
    all.unknown = open.ask(count_unknown, of(wanted)).number(0, 0);
    return all;
  });
}

tl::expected<std::vector<comment_row>, std::string>
read_comments(const report_place& at, const reception_filter& wanted, const comment_page& page) {
  return read(at, [&](connection& open) {
    std::vector<comment_row> all;
    auto with = of(wanted);
    with.add(page.before).add(page.most);
    const auto found = open.ask(select_comments, with);
    for (int row = 0; row < found.size(); ++row) {
      const auto text = [&](int column) { return std::string(found.text(row, column)); };
      all.push_back({found.number(row, 0), text(1), text(2), text(3), text(4), text(5), text(6), text(7), text(8)});
    }
    return all;
  });
}

} // namespace server::postgres
