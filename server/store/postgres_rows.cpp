#include "server/store/postgres_rows.hpp"

#include "server/store/identity.hpp"
#include "server/store/kept_user.hpp"

namespace server::postgres {
namespace {

using texts = std::vector<std::string>;

constexpr const char* insert_feedback =
    "WITH made AS (INSERT INTO feedback(identity, client, service, received, card, outcome, outcome_time,"
    " outcome_timestamp, reason_code, reason_system, reason_display, comment)"
    " VALUES ($1::text, $2::text, $3::text, to_timestamp($4::bigint), $5::text, $6::text, to_timestamp($7::bigint),"
    " $8::text, $9::text, $10::text, $11::text, $12::text) ON CONFLICT DO NOTHING RETURNING id)"
    " INSERT INTO accepted_suggestion(feedback, uuid) SELECT made.id, taken.uuid FROM made,"
    " unnest($13::text[]) WITH ORDINALITY AS taken(uuid, place) ORDER BY taken.place ON CONFLICT DO NOTHING";

constexpr const char* insert_decision =
    "WITH made AS (INSERT INTO decision(uuid, time, client, service, hook, asked_by, encounter, knowledge_version,"
    " knowledge_hash) VALUES ($1::text, to_timestamp($2::bigint), $3::text, $4::text, $5::text, $6::text, $7::text,"
    " $8::text, $9::text) ON CONFLICT DO NOTHING RETURNING id),"
    " ended AS (INSERT INTO outcome(decision, place, draft, rule, rule_version, verdict)"
    " SELECT made.id, o.place - 1, o.draft, o.rule, o.rule_version, o.verdict FROM made,"
    " unnest($10::bigint[], $11::text[], $12::text[], $13::text[]) WITH ORDINALITY"
    " AS o(draft, rule, rule_version, verdict, place)),"
    " issued AS (INSERT INTO card(uuid, decision, rule, rule_version, indicator)"
    " SELECT lower(c.uuid), made.id, c.rule, c.rule_version, c.indicator FROM made,"
    " unnest($14::text[], $15::text[], $16::text[], $17::text[]) AS c(uuid, rule, rule_version, indicator)"
    " ON CONFLICT DO NOTHING RETURNING uuid)"
    " INSERT INTO suggestion(card, uuid, kind) SELECT issued.uuid, lower(s.uuid), s.kind FROM issued,"
    " unnest($18::text[], $19::text[], $20::text[]) AS s(card, uuid, kind) WHERE lower(s.card) = issued.uuid"
    " ON CONFLICT DO NOTHING";

std::int64_t seconds_of(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }

values of(const feedback_batch& batch, const hooks::feedback_item& item) {
  const auto reason = item.reason.value_or(hooks::override_coding{});
  values all;
  all.add(identity_of(batch.client, item)).add(batch.client).add(batch.service).add(seconds_of(batch.received));
  all.add(item.card).add(hooks::name_of(item.outcome)).add(seconds_of(item.outcome_time)).add(item.outcome_timestamp);
  all.add(reason.code).add(reason.system).add(reason.display).add(item.comment).add(item.accepted_suggestions);
  return all;
}

/// Columns of the tables that hang on a decision.
struct parts {
  explicit parts(const hooks::decision_record& made) : by(*made.by) {
    for (const auto& order : made.orders)
      for (const auto& one : order.outcomes) add(static_cast<std::int64_t>(order.draft), one);
    for (const auto& one : made.standing) add(std::nullopt, one);
    for (const auto& card : made.cards) add(card);
  }
  void add(std::optional<std::int64_t> draft, const hooks::recorded_outcome& one) {
    drafts.push_back(draft);
    rules.emplace_back(cds::name_of(one.rule));
    versions.push_back(by.version_of(one.rule));
    verdicts.emplace_back(cds::name_of(one.verdict));
  }
  void add(const hooks::issued_card& card) {
    cards.push_back(card.uuid);
    card_rules.emplace_back(cds::name_of(card.rule));
    card_versions.push_back(by.version_of(card.rule));
    indicators.emplace_back(cds::name_of(card.indicator));
    for (const auto& one : card.suggestions) {
      suggestion_cards.push_back(card.uuid);
      suggestions.push_back(one.uuid);
      kinds.push_back(one.kind);
    }
  }

  const hooks::knowledge_edition& by;
  std::vector<std::optional<std::int64_t>> drafts;
  texts rules, versions, verdicts;
  texts cards, card_rules, card_versions, indicators;
  texts suggestion_cards, suggestions, kinds;
};

values of(const hooks::decision_record& made) {
  const parts hanging(made);
  values all;
  all.add(made.id).add(seconds_of(made.time)).add(made.client).add(made.service).add(made.hook);
  all.add(user_to_keep(made.user)).add(made.encounter).add(made.by->version).add(made.by->hash);
  all.add(hanging.drafts).add(hanging.rules).add(hanging.versions).add(hanging.verdicts);
  all.add(hanging.cards).add(hanging.card_rules).add(hanging.card_versions).add(hanging.indicators);
  all.add(hanging.suggestion_cards).add(hanging.suggestions).add(hanging.kinds);
  return all;
}

} // namespace

void prepare_rows(connection& on) {
  on.prepare("add_feedback", insert_feedback);
  on.prepare("add_decision", insert_decision);
}

void add_to(connection& pipeline, const entry_group& group) {
  for (const auto& batch : group.feedback)
    for (const auto& item : batch.items) pipeline.send_prepared("add_feedback", of(batch, item));
  for (const auto& made : group.records) pipeline.send_prepared("add_decision", of(made));
}

} // namespace server::postgres
