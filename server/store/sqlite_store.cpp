#include "server/store/sqlite_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "server/store/rows.hpp"
#include "server/store/schema.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using sqlite::connection;
using sqlite::statement;

constexpr int busy_milliseconds = 50; // another program that writes into the file

[[noreturn]] void complain(const fs::path& about, const char* what) {
  throw ledger_fault("`" + about.string() + "` " + what + ": " + std::generic_category().message(errno));
}

class file_handle {
 public:
  file_handle(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (number_ < 0) complain(path, "cannot be opened");
  }
  ~file_handle() { ::close(number_); }
  file_handle(const file_handle&) = delete;
  file_handle& operator=(const file_handle&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

/// Comments are free text: nobody but the owner reads the file. SQLite gives its log the same mode. A file that is
/// there is not opened: closing it would end the locks of every other connection of this process.
void make_private(const fs::path& file) {
  if (std::error_code unknown; !fs::exists(file, unknown)) {
    const file_handle made(file, O_RDWR | O_CREAT | O_EXCL);
  }
  if (::chmod(file.c_str(), 0600) != 0) complain(file, "cannot be closed to its group and others");
}

/// A file is safe only when its directory remembers it, and the directory when its own does.
void sync_names(const fs::path& directory) {
  for (const auto& one : {directory, directory.parent_path()}) {
    const file_handle opened(one, O_RDONLY | O_DIRECTORY);
    if (::fsync(opened.number()) != 0) complain(one, "cannot be synced");
  }
}

void require_durable(const connection& open) {
  open.run("PRAGMA synchronous = FULL");
  if (open.text("PRAGMA journal_mode = WAL") != "wal" || open.number("PRAGMA synchronous") != 2) {
    throw ledger_fault("the database cannot be made durable: it needs a write-ahead log that is synced at each commit");
  }
}

/// Which files bear the names of the database and its log. One that was unlinked can still be written and synced, and
/// all of that is gone at the next start.
using identities = std::array<::ino_t, 2>;
identities identities_of(const fs::path& file) {
  const auto identity = [](const std::string& path) {
    struct ::stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_ino : ::ino_t{0};
  };
  return {identity(file.string()), identity(file.string() + "-wal")};
}

int note_pages(void* into, sqlite3*, const char*, int pages) {
  *static_cast<int*>(into) = pages;
  return SQLITE_OK;
}

/// An open file with its statements; a fault ends it.
class sqlite_session {
 public:
  sqlite_session(const fs::path& file, const sqlite_wish& wish)
      : file_(file), open_(prepared(file, wish.vfs)), rows_(open_), checkpoint_pages_(wish.checkpoint_pages) {
    sqlite3_wal_hook(open_.get(), note_pages, &pages_);
    in_transaction(
        [&] { open_.run("INSERT INTO writer VALUES (1, 1) ON CONFLICT DO UPDATE SET openings = openings + 1"); });
    identities_ = identities_of(file_);
  }
  sqlite_session(const sqlite_session&) = delete;
  sqlite_session& operator=(const sqlite_session&) = delete;

  void commit(const entry_group& group) {
    in_transaction([&] {
      for (const auto& one : group.feedback) rows_.add(one);
      for (const auto& one : group.records) rows_.add(one);
    });
    if (identities_of(file_) != identities_) throw ledger_fault("a file of the database was taken away or replaced");
  }

  /// A checkpoint that fails is tried again after the next group; what is in the log is safe all the while.
  void tidy() noexcept {
    if (pages_ < checkpoint_pages_) return;
    sqlite3_wal_checkpoint_v2(open_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  }

 private:
  static connection prepared(const fs::path& file, const std::string& vfs) {
    connection made(file, connection::access::write, vfs);
    sqlite3_busy_timeout(made.get(), busy_milliseconds);
    made.run("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
    require_durable(made);
    sqlite::migrate(made);
    return made;
  }

  template<class work> void in_transaction(const work& doing) {
    open_.run("BEGIN IMMEDIATE");
    try {
      doing();
      open_.run("COMMIT");
    } catch (...) {
      sqlite3_exec(open_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
      throw;
    }
  }

  const fs::path file_;
  identities identities_{};
  connection open_;
  sqlite::rows rows_; // ends before its connection
  const int checkpoint_pages_;
  int pages_ = 0; // in the log
};

class sqlite_ledger final : public ledger {
 public:
  sqlite_ledger(fs::path data, sqlite_wish wish) : data_(std::move(data)), wish_(std::move(wish)) {}

  void open() override {
    const auto file = store_file(data_);
    make_private(file);
    session_.emplace(file, wish_);
    sync_names(data_);
  }
  void commit(const entry_group& group) override { session_.value().commit(group); }
  void tidy() noexcept override { session_->tidy(); }
  void close() noexcept override { session_.reset(); }

 private:
  fs::path data_;
  sqlite_wish wish_;
  std::optional<sqlite_session> session_;
};

} // namespace

fs::path store_file(const fs::path& data) { return data / "vesicle.db"; }

std::unique_ptr<ledger> make_sqlite_ledger(const fs::path& data, const sqlite_wish& wish) {
  auto directory = fs::absolute(data).lexically_normal();
  if (!directory.has_filename()) directory = directory.parent_path(); // `data/`
  return std::make_unique<sqlite_ledger>(std::move(directory), wish);
}

tl::expected<std::unique_ptr<store>, std::string> open_sqlite_store(const fs::path& data, const grouping& how) {
  try {
    return std::make_unique<grouped_store>(make_sqlite_ledger(data), how);
  } catch (const ledger_fault& fault) {
    return tl::unexpected("the store in `" + data.string() + "` cannot be used: " + fault.what());
  }
}

} // namespace server
