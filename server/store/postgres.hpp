// libpq with owners, exceptions and a deadline for every wait. Values travel beside a statement, never in it.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/database_url.hpp"
#include "server/store/ledger.hpp"

namespace server::postgres {

using clock = std::chrono::steady_clock;

/// What went wrong, in the server's words unless they could repeat a value.
class fault : public ledger_fault {
 public:
  explicit fault(const std::string& what, std::string sqlstate = {})
      : ledger_fault(what), sqlstate_(std::move(sqlstate)) {}
  /// Empty when it was not the server who said it.
  const std::string& sqlstate() const { return sqlstate_; }

 private:
  std::string sqlstate_;
};

/// Values of one statement by position, from $1 on. All are sent as text; the statement casts them.
class values {
 public:
  values& add(std::string_view text);
  values& add(std::int64_t number) { return add(std::to_string(number)); }
  /// As a PostgreSQL array.
  values& add(const std::vector<std::string>& texts);
  values& add(const std::vector<std::optional<std::int64_t>>& numbers);

 private:
  friend class connection;
  std::vector<std::string> texts_;
};

/// Rows of an answer.
class rows {
 public:
  explicit rows(PGresult* made) : made_(made) {}
  int size() const { return PQntuples(made_.get()); }
  /// A null is empty.
  std::string_view text(int row, int column) const;
  std::int64_t number(int row, int column) const;
  bool is_null(int row, int column) const { return PQgetisnull(made_.get(), row, column) != 0; }

  PGresult* get() const { return made_.get(); }

 private:
  struct clears {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  std::unique_ptr<PGresult, clears> made_;
};

struct patience {
  std::chrono::seconds connect{2};            // for each host of the address
  std::chrono::milliseconds statement{2'000}; // for a statement, or for a whole pipeline of them
  std::chrono::milliseconds lock{1'500};
};

/// Used by one thread at a time. After a fault of a statement it must not be used again.
class connection {
 public:
  /// Waits for at most `how.connect` for each host. Throws fault, or ledger_out_of_reach
  /// when the server is not there or takes no connections now.
  connection(const database_address& to, const patience& how);

  /// Statements without values, separated by `;`; the rows of the last one.
  rows run(const std::string& statements);
  rows ask(const char* statement, const values& with);
  /// The one value of the one row.
  std::string text(const char* statement) { return std::string(run(statement).text(0, 0)); }

  void prepare(const char* name, const char* statement);
  rows ask_prepared(const char* name, const values& with, clock::time_point by);

  /// A pipeline: what is sent arrives in order, is carried out until the first fault, and waits for no answer before
  /// `finish`, which gives all answers.
  void begin_pipeline();
  void send(const char* statement);
  void send_prepared(const char* name, const values& with);
  std::vector<rows> finish(clock::time_point by);
  clock::time_point deadline() const;

  /// The server ended the connection while nothing was asked.
  bool is_lost();
  /// The last thing it warned of since the connection was opened or the pipeline begun; empty when there was none.
  const std::string& warning() const { return warned_->text; }

 private:
  struct warnings {
    std::string text;
  };
  struct finishes {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  static void note(void* into, const PGresult* said);
  rows last_result(clock::time_point by);
  std::optional<rows> next(clock::time_point by);
  void wait(bool also_write, clock::time_point by);
  void require(bool sent) const;
  void set_limits();

  patience how_;
  std::unique_ptr<warnings> warned_ = std::make_unique<warnings>(); // libpq keeps its address
  std::unique_ptr<PGconn, finishes> open_;
  std::size_t sent_ = 0; // in the pipeline
};

} // namespace server::postgres
