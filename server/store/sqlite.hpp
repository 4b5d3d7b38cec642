// SQLite's C interface with owners and exceptions. Texts are bound, never pasted into a statement.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "server/store/ledger.hpp"

namespace server::sqlite {

/// SQLite's word for what went wrong; never the values of a statement.
class fault : public ledger_fault {
 public:
  fault(sqlite3* connection, std::string_view doing);
  int code() const { return code_; } // extended result code

 private:
  int code_;
};

class connection {
 public:
  enum class access : unsigned char { read, write };
  connection() = default;
  /// `vfs` empty: the one of the system. Throws fault.
  connection(const std::filesystem::path& file, access how, const std::string& vfs = {});

  /// Statements without values, separated by `;`.
  void run(const char* statements) const;
  /// The one value of the one row of a statement without values.
  std::int64_t number(const char* statement) const;
  std::string text(const char* statement) const;

  sqlite3* get() const { return open_.get(); }

 private:
  struct closes {
    void operator()(sqlite3* c) const { sqlite3_close_v2(c); }
  };
  std::unique_ptr<sqlite3, closes> open_;
};

/// One prepared statement, used again and again.
class statement {
 public:
  statement() = default;
  statement(const connection& on, std::string_view text);

  /// Values by position, from 1. A text is not copied: it must live until the next reset.
  statement& bind(int at, std::string_view text);
  statement& bind(int at, std::int64_t number);
  statement& bind_null(int at);

  /// True while there is a row. Throws fault.
  bool step();
  /// Runs a statement that gives no rows, and makes it ready for the next values.
  void run();
  void reset() { sqlite3_reset(prepared_.get()); }

  /// Of the current row, from 0. The view ends with the next step; a null is empty.
  std::string_view text(int column) const;
  std::int64_t number(int column) const { return sqlite3_column_int64(prepared_.get(), column); }

 private:
  struct finalizes {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  sqlite3* on_ = nullptr;
  std::unique_ptr<sqlite3_stmt, finalizes> prepared_;
};

} // namespace server::sqlite
