#include "server/store/schema.hpp"

#include <array>

namespace server::sqlite {
namespace {

// Cards are looked up by uuids that clients may write in either case. No column is for anything of the patient.
// `outcome.draft` is null for what the patient is on already; in `decision.outcomes` its place is the first of four.
// `writer` holds the one row that is written whenever the store is opened, to prove that it can be.
constexpr const char* first_schema = R"(
CREATE TABLE writer(one INTEGER PRIMARY KEY CHECK (one = 1), openings INTEGER NOT NULL) STRICT;

CREATE TABLE decision(
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  time INTEGER NOT NULL,
  client TEXT NOT NULL,
  service TEXT NOT NULL,
  hook TEXT NOT NULL,
  user TEXT NOT NULL,
  encounter TEXT NOT NULL,
  knowledge_version TEXT NOT NULL,
  knowledge_hash TEXT NOT NULL
) STRICT;

CREATE TABLE outcome(
  decision INTEGER NOT NULL REFERENCES decision(id),
  place INTEGER NOT NULL,
  draft INTEGER,
  rule TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (decision, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE card(
  uuid TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
  decision INTEGER NOT NULL REFERENCES decision(id),
  rule TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  indicator TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestion(
  card TEXT NOT NULL COLLATE NOCASE REFERENCES card(uuid),
  uuid TEXT NOT NULL COLLATE NOCASE,
  kind TEXT NOT NULL,
  PRIMARY KEY (card, uuid)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback(
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE,
  client TEXT NOT NULL,
  service TEXT NOT NULL,
  received INTEGER NOT NULL,
  card TEXT NOT NULL COLLATE NOCASE,
  outcome TEXT NOT NULL,
  outcome_time INTEGER NOT NULL,
  outcome_timestamp TEXT NOT NULL,
  reason_code TEXT NOT NULL,
  reason_system TEXT NOT NULL,
  reason_display TEXT NOT NULL,
  comment TEXT NOT NULL
) STRICT;
CREATE INDEX feedback_of_card ON feedback(card, client);

CREATE TABLE accepted_suggestion(
  feedback INTEGER NOT NULL REFERENCES feedback(id),
  uuid TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (feedback, uuid)
) STRICT, WITHOUT ROWID;
)";

// The outcomes of a decision and the suggestions of a card are never changed and always written with it: rows of their
// own were more than half of what a decision cost the store.
constexpr const char* second_schema = R"(
ALTER TABLE decision ADD COLUMN outcomes TEXT NOT NULL DEFAULT '[]';
UPDATE decision SET outcomes = (
  SELECT json_group_array(json_array(draft, rule, rule_version, verdict))
  FROM (SELECT * FROM outcome WHERE outcome.decision = decision.id ORDER BY place));
DROP TABLE outcome;
CREATE VIEW outcome(decision, place, draft, rule, rule_version, verdict) AS
  SELECT d.id, e.key, e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value ->> 3
  FROM decision d, json_each(d.outcomes) e;

ALTER TABLE card ADD COLUMN suggestions TEXT NOT NULL DEFAULT '[]';
UPDATE card SET suggestions = (
  SELECT json_group_array(json_array(uuid, kind)) FROM suggestion WHERE suggestion.card = card.uuid);
DROP TABLE suggestion;
CREATE VIEW suggestion(card, uuid, kind) AS
  SELECT c.uuid, e.value ->> 0 COLLATE NOCASE, e.value ->> 1
  FROM card c, json_each(c.suggestions) e;
)";

// For reports. No part of the schema: a program that knows nothing of them reads and writes the same tables.
constexpr const char* indexes = R"(
CREATE INDEX IF NOT EXISTS decision_time ON decision(time);
CREATE INDEX IF NOT EXISTS card_of_decision ON card(decision);
CREATE INDEX IF NOT EXISTS feedback_received ON feedback(received);
)";

/// The step at index n leads from schema n to schema n + 1.
constexpr std::array<const char*, schema_version> steps{first_schema, second_schema};

std::string newer_text(std::int64_t found) {
  return "the store was written by a newer version of vesicle: its schema is " + std::to_string(found) +
         ", this version knows " + std::to_string(schema_version);
}

std::int64_t version_of(const connection& file) {
  const auto version = file.number("PRAGMA user_version");
  const auto mark = file.number("PRAGMA application_id");
  const bool empty = version == 0 && mark == 0 && file.number("SELECT count(*) FROM sqlite_schema") == 0;
  if (!empty && mark != store_mark) throw ledger_fault("the file is a database, but no store of vesicle");
  if (version > schema_version) throw ledger_fault(newer_text(version));
  return version;
}

} // namespace

void migrate(const connection& to, std::int64_t wanted) {
  to.run("BEGIN IMMEDIATE");
  try {
    for (auto version = version_of(to); version < wanted; ++version) {
      to.run(steps.at(static_cast<std::size_t>(version)));
      to.run(("PRAGMA user_version = " + std::to_string(version + 1)).c_str());
      to.run(("PRAGMA application_id = " + std::to_string(store_mark)).c_str());
    }
    to.run(indexes);
    to.run("COMMIT");
  } catch (...) {
    sqlite3_exec(to.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

void require_current(const connection& of) {
  const auto version = version_of(of);
  if (version == schema_version) return;
  throw ledger_fault("the schema of the store is " + std::to_string(version) + ", this version reads " +
                     std::to_string(schema_version) + ": let the server open it once");
}

} // namespace server::sqlite
