#include "server/store/postgres_store.hpp"

#include <optional>
#include <utility>

#include "server/store/postgres_rows.hpp"
#include "server/store/postgres_schema.hpp"

namespace server {
namespace {

using postgres::connection;

// What a promise of durability rests on; asked with every group, since a reload of the server's configuration may take
// it away. `synchronous_commit` alone can be the session's own, and stays.
constexpr const char* ask_durable = "SELECT current_setting('fsync'), current_setting('full_page_writes'),"
                                    " current_setting('synchronous_commit')";
constexpr const char* keep_synchronous =
    "SELECT set_config('synchronous_commit', current_setting('synchronous_commit'), false)";

void require_on(const std::string& setting, std::string_view value) {
  if (value == "off") throw ledger_fault("the database is not durable: its `" + setting + "` is off");
}

void require_durable(const postgres::rows& settings) {
  require_on("fsync", settings.text(0, 0));
  require_on("full_page_writes", settings.text(0, 1));
  require_on("synchronous_commit", settings.text(0, 2));
}

/// A standby and a database that is read-only would refuse every group; better said once, and in plain words.
void require_writable(connection& open) {
  if (open.text("SELECT pg_is_in_recovery()") == "t")
    throw ledger_fault("the database is a standby: it must be a server that takes writes");
  if (open.text("SHOW transaction_read_only") == "on") throw ledger_fault("the database is read-only");
}

/// An open connection with its statements; a fault ends it.
class postgres_session {
 public:
  postgres_session(const database_address& at, const postgres::patience& how) : open_(at, how) {
    require_writable(open_);
    require_durable(open_.run(ask_durable));
    open_.run(keep_synchronous);
    postgres::migrate(open_);
    postgres::prepare_rows(open_);
    open_.run("UPDATE vesicle_store SET openings = openings + 1");
    require_replicated();
  }

  void commit(const entry_group& group) {
    open_.begin_pipeline();
    open_.send("BEGIN ISOLATION LEVEL READ COMMITTED");
    open_.send(ask_durable);
    postgres::add_to(open_, group);
    open_.send("COMMIT");
    const auto answers = open_.finish(open_.deadline());
    require_durable(answers.at(1));
    if (std::string_view(PQcmdStatus(answers.back().get())) != "COMMIT")
      throw ledger_fault("the database did not commit");
    require_replicated();
  }

  bool is_lost() { return open_.is_lost(); }

 private:
  /// A commit that no longer waits for its synchronous standby succeeds, with a warning.
  void require_replicated() const {
    if (!open_.warning().empty()) throw ledger_fault("the database warned: " + open_.warning());
  }

  connection open_;
};

class postgres_ledger final : public ledger {
 public:
  postgres_ledger(database_address at, const postgres::patience& how) : at_(std::move(at)), how_(how) {}

  void open() override { session_.emplace(at_, how_); }

  /// A connection that ended while nobody used it (the database was restarted) is made again; two nodes that wait for
  /// each other's rows are told so by the server, and the one that was stopped tries once more.
  void commit(const entry_group& group) override {
    if (session_.value().is_lost()) reopen();
    try {
      session_->commit(group);
    } catch (const postgres::fault& fault) {
      if (fault.sqlstate() != "40P01" && fault.sqlstate() != "55P03") throw;
      reopen();
      session_->commit(group);
    }
  }
  void tidy() noexcept override {} // autovacuum's work
  void close() noexcept override { session_.reset(); }

 private:
  void reopen() {
    close();
    open();
  }

  const database_address at_;
  const postgres::patience how_;
  std::optional<postgres_session> session_;
};

} // namespace

std::unique_ptr<ledger> make_postgres_ledger(database_address at, const postgres::patience& how) {
  return std::make_unique<postgres_ledger>(std::move(at), how);
}

tl::expected<std::unique_ptr<store>, std::string> open_postgres_store(const database_address& at, const grouping& how) {
  try {
    return std::make_unique<grouped_store>(make_postgres_ledger(at), how);
  } catch (const ledger_fault& fault) {
    return tl::unexpected(std::string("the store in PostgreSQL cannot be used: ") + fault.what());
  }
}

} // namespace server
