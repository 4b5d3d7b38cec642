#include "server/store/postgres_schema.hpp"

#include <array>
#include <optional>

namespace server::postgres {
namespace {

// Cards and suggestions are kept in lower case and looked up by uuids that clients may write in either. No column is
// for anything of the patient. `outcome.draft` is null for what the patient is on already. `vesicle_store` marks the
// database and holds the one row that is written whenever a store is opened, to prove that it can be.
constexpr const char* first_schema = R"(
CREATE TABLE vesicle_store(
  one integer PRIMARY KEY CHECK (one = 1),
  version bigint NOT NULL,
  openings bigint NOT NULL
);
INSERT INTO vesicle_store VALUES (1, 0, 0);

CREATE TABLE decision(
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uuid text NOT NULL UNIQUE,
  time timestamptz NOT NULL,
  client text NOT NULL,
  service text NOT NULL,
  hook text NOT NULL,
  asked_by text NOT NULL,
  encounter text NOT NULL,
  knowledge_version text NOT NULL,
  knowledge_hash text NOT NULL
);
CREATE INDEX decision_time ON decision(time);

CREATE TABLE outcome(
  decision bigint NOT NULL REFERENCES decision,
  place bigint NOT NULL,
  draft bigint,
  rule text NOT NULL,
  rule_version text NOT NULL,
  verdict text NOT NULL,
  PRIMARY KEY (decision, place)
);

CREATE TABLE card(
  uuid text PRIMARY KEY CHECK (uuid = lower(uuid)),
  decision bigint NOT NULL REFERENCES decision,
  rule text NOT NULL,
  rule_version text NOT NULL,
  indicator text NOT NULL
);
CREATE INDEX card_of_decision ON card(decision);

CREATE TABLE suggestion(
  card text NOT NULL REFERENCES card,
  uuid text NOT NULL CHECK (uuid = lower(uuid)),
  kind text NOT NULL,
  PRIMARY KEY (card, uuid)
);

CREATE TABLE feedback(
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  identity text NOT NULL UNIQUE,
  client text NOT NULL,
  service text NOT NULL,
  received timestamptz NOT NULL,
  card text NOT NULL,
  outcome text NOT NULL,
  outcome_time timestamptz NOT NULL,
  outcome_timestamp text NOT NULL,
  reason_code text NOT NULL,
  reason_system text NOT NULL,
  reason_display text NOT NULL,
  comment text NOT NULL
);
CREATE INDEX feedback_of_card ON feedback(lower(card), client);
CREATE INDEX feedback_received ON feedback(received);

CREATE TABLE accepted_suggestion(
  feedback bigint NOT NULL REFERENCES feedback,
  uuid text NOT NULL
);
CREATE UNIQUE INDEX accepted_once ON accepted_suggestion(feedback, lower(uuid));

CREATE TABLE used_token(
  digest bytea PRIMARY KEY,
  ends timestamptz NOT NULL
);
CREATE INDEX used_token_ends ON used_token(ends);
)";

/// The step at index n leads from schema n to schema n + 1.
constexpr std::array<const char*, schema_version> steps{first_schema};

constexpr const char* lock_for_migrations = "SELECT pg_advisory_xact_lock(x'56434C53'::bigint)"; // `VCLS`
// Not `to_regclass`: what it remembers of a table that was not there outlasts the wait for the lock.
constexpr const char* has_mark = "SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'vesicle_store'"
                                 " AND relnamespace = current_schema()::regnamespace)";
constexpr const char* count_tables =
    "SELECT count(*) FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid"
    " AND d.deptype = 'e')"; // of an extension

std::optional<std::int64_t> marked_version(connection& in) {
  if (in.text("SELECT current_schema() IS NULL") == "t")
    throw ledger_fault("there is no schema to keep tables in: `search_path` names none that exists");
  if (in.text(has_mark) != "t") return std::nullopt;
  const auto version = in.run("SELECT version FROM vesicle_store").number(0, 0);
  if (version > schema_version)
    throw ledger_fault("the store was written by a newer version of vesicle: its schema is " + std::to_string(version) +
                       ", this version knows " + std::to_string(schema_version));
  return version;
}

/// 0: nothing there yet. Only while nobody else makes tables.
std::int64_t version_of(connection& in) {
  if (const auto version = marked_version(in)) return *version;
  if (in.run(count_tables).number(0, 0) == 0) return 0;
  throw ledger_fault("the database holds tables, but no store of vesicle: give it a database of its own");
}

} // namespace

void migrate(connection& to) {
  if (marked_version(to) == schema_version) return;
  to.run("BEGIN");
  to.run(lock_for_migrations);
  for (auto version = version_of(to); version < schema_version; ++version) {
    to.run(steps.at(static_cast<std::size_t>(version)));
    to.run("UPDATE vesicle_store SET version = " + std::to_string(version + 1));
  }
  to.run("COMMIT");
}

void require_current(connection& of) {
  const auto version = version_of(of);
  if (version == schema_version) return;
  throw ledger_fault("the schema of the store is " + std::to_string(version) + ", this version reads " +
                     std::to_string(schema_version) + ": let the server open it once");
}

} // namespace server::postgres
