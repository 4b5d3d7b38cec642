#include "server/store/rows.hpp"

#include <optional>
#include <string>

#include "fhir/json/writer.hpp"
#include "server/store/identity.hpp"
#include "server/store/kept_user.hpp"

namespace server::sqlite {
namespace {

constexpr std::string_view insert_feedback =
    "INSERT INTO feedback(identity, client, service, received, card, outcome, outcome_time, outcome_timestamp,"
    " reason_code, reason_system, reason_display, comment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING";
constexpr std::string_view insert_accepted =
    "INSERT INTO accepted_suggestion(feedback, uuid) VALUES (?, ?) ON CONFLICT DO NOTHING";
constexpr std::string_view insert_decision =
    "INSERT INTO decision(uuid, time, client, service, hook, user, encounter, knowledge_version, knowledge_hash,"
    " outcomes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
constexpr std::string_view insert_card =
    "INSERT INTO card(uuid, decision, rule, rule_version, indicator, suggestions) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING";

std::int64_t seconds_of(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }

/// Appends `[0,"renal-dose","1.0.0","fired"]` for each; `draft` is a place or `null`.
void append_outcomes(std::string& to, std::string_view draft, const std::vector<hooks::recorded_outcome>& all,
                     const rule_texts& rules) {
  for (const auto& one : all) {
    to.append(to.size() > 1 ? ",[" : "[").append(draft).append(rules.of(one.rule)).append(cds::name_of(one.verdict));
    to.append("\"]");
  }
}

/// As the view `outcome` takes them apart.
std::string outcomes_of(const hooks::decision_record& made, const rule_texts& rules) {
  constexpr std::size_t usual = 1024; // bytes
  std::string text;
  text.reserve(usual);
  text.push_back('[');
  for (const auto& order : made.orders) append_outcomes(text, std::to_string(order.draft), order.outcomes, rules);
  append_outcomes(text, "null", made.standing, rules);
  text.push_back(']');
  return text;
}

/// As the view `suggestion` takes them apart.
std::string suggestions_of(const hooks::issued_card& card) {
  std::string text;
  fhir::json::writer to(text);
  to.begin_array();
  for (const auto& one : card.suggestions) to.begin_array().string(one.uuid).string(one.kind).end_array();
  to.end_array();
  return text;
}

} // namespace

void rule_texts::take(const std::shared_ptr<const hooks::knowledge_edition>& next) {
  if (by_ == next) return;
  by_ = next;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const auto rule = static_cast<cds::rule_id>(i);
    auto& text = texts_[i];
    text.assign(1, ',');
    fhir::json::append_string(text, cds::name_of(rule));
    text.push_back(',');
    fhir::json::append_string(text, by_->version_of(rule));
    text.append(",\"");
  }
}

rows::rows(const connection& into)
    : on_(into.get()), feedback_(into, insert_feedback), accepted_(into, insert_accepted),
      decision_(into, insert_decision), card_(into, insert_card) {}

bool rows::inserted() const { return sqlite3_changes(on_) > 0; }

void rows::add(const feedback_batch& batch) {
  for (const auto& item : batch.items) add(batch, item);
}

void rows::add(const feedback_batch& batch, const hooks::feedback_item& item) {
  const auto identity = identity_of(batch.client, item);
  const auto reason = item.reason.value_or(hooks::override_coding{});
  feedback_.bind(1, identity).bind(2, batch.client).bind(3, batch.service).bind(4, seconds_of(batch.received));
  feedback_.bind(5, item.card).bind(6, hooks::name_of(item.outcome)).bind(7, seconds_of(item.outcome_time));
  feedback_.bind(8, item.outcome_timestamp).bind(9, reason.code).bind(10, reason.system).bind(11, reason.display);
  feedback_.bind(12, item.comment).run();
  if (!inserted()) return;
  const auto feedback = sqlite3_last_insert_rowid(on_);
  for (const auto& one : item.accepted_suggestions) accepted_.bind(1, feedback).bind(2, one).run();
}

void rows::add(const hooks::decision_record& made) {
  decision_.bind(1, made.id).bind(2, seconds_of(made.time)).bind(3, made.client).bind(4, made.service);
  decision_.bind(5, made.hook).bind(6, user_to_keep(made.user)).bind(7, made.encounter);
  rule_texts_.take(made.by);
  const auto outcomes = outcomes_of(made, rule_texts_);
  decision_.bind(8, made.by->version).bind(9, made.by->hash).bind(10, outcomes).run();
  if (!inserted()) return;
  const auto decision = sqlite3_last_insert_rowid(on_);
  for (const auto& card : made.cards) add_card(decision, card, *made.by);
}

void rows::add_card(std::int64_t decision, const hooks::issued_card& card, const hooks::knowledge_edition& by) {
  card_.bind(1, card.uuid).bind(2, decision).bind(3, cds::name_of(card.rule)).bind(4, by.version_of(card.rule));
  const auto suggestions = suggestions_of(card);
  card_.bind(5, cds::name_of(card.indicator)).bind(6, suggestions).run();
}

} // namespace server::sqlite
