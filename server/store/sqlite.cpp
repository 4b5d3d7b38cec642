#include "server/store/sqlite.hpp"

namespace server::sqlite {
namespace {

std::string describe(sqlite3* connection, std::string_view doing) {
  if (connection == nullptr) return std::string(doing) + ": out of memory";
  return std::string(doing) + ": " + sqlite3_errmsg(connection) + " (" +
         std::to_string(sqlite3_extended_errcode(connection)) + ")";
}

} // namespace

fault::fault(sqlite3* connection, std::string_view doing)
    : ledger_fault(describe(connection, doing)),
      code_(connection == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(connection)) {}

connection::connection(const std::filesystem::path& file, access how, const std::string& vfs) {
  const int flags = how == access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* made = nullptr;
  const int result =
      sqlite3_open_v2(file.c_str(), &made, flags | SQLITE_OPEN_NOMUTEX, vfs.empty() ? nullptr : vfs.c_str());
  open_.reset(made);
  if (result != SQLITE_OK) throw fault(made, "`" + file.string() + "` cannot be opened");
  sqlite3_extended_result_codes(made, 1);
}

void connection::run(const char* statements) const {
  if (sqlite3_exec(get(), statements, nullptr, nullptr, nullptr) != SQLITE_OK) throw fault(get(), "SQLite");
}

std::int64_t connection::number(const char* asked) const {
  statement one(*this, asked);
  return one.step() ? one.number(0) : 0;
}

std::string connection::text(const char* asked) const {
  statement one(*this, asked);
  return one.step() ? std::string(one.text(0)) : std::string();
}

statement::statement(const connection& on, std::string_view text) : on_(on.get()) {
  sqlite3_stmt* made = nullptr;
  const int result =
      sqlite3_prepare_v3(on_, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  prepared_.reset(made);
  if (result != SQLITE_OK) throw fault(on_, "SQLite");
}

statement& statement::bind(int at, std::string_view text) {
  // A view without an address would be bound as null.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  if (sqlite3_bind_text64(prepared_.get(), at, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK) {
    throw fault(on_, "SQLite");
  }
  return *this;
}

statement& statement::bind(int at, std::int64_t number) {
  if (sqlite3_bind_int64(prepared_.get(), at, number) != SQLITE_OK) throw fault(on_, "SQLite");
  return *this;
}

statement& statement::bind_null(int at) {
  if (sqlite3_bind_null(prepared_.get(), at) != SQLITE_OK) throw fault(on_, "SQLite");
  return *this;
}

bool statement::step() {
  const int result = sqlite3_step(prepared_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  const fault why(on_, "SQLite");
  reset();
  throw why;
}

void statement::run() {
  step();
  reset();
}

std::string_view statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(prepared_.get(), column);
  if (bytes == nullptr) return {};
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(prepared_.get(), column));
  return {reinterpret_cast<const char*>(bytes), size};
}

} // namespace server::sqlite
