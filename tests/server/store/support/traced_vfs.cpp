#include "tests/server/store/support/traced_vfs.hpp"

#include <atomic>
#include <cstring>
#include <new>
#include <utility>

namespace store_tests {
namespace {

using kind = disk_operation::kind;

/// What SQLite holds of an open file; the file of the system's VFS lies right behind it.
struct traced_file {
  sqlite3_file base;
  traced_vfs* owner;
  std::string* name;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

traced_file& traced(sqlite3_file* file) { return *reinterpret_cast<traced_file*>(file); }
sqlite3_file* real(sqlite3_file* file) { return traced(file).real(); }
traced_vfs& owner_of(sqlite3_vfs* vfs) { return *static_cast<traced_vfs*>(vfs->pAppData); }

std::string last_part(const char* path) {
  if (path == nullptr) return {};
  const char* slash = std::strrchr(path, '/');
  return slash == nullptr ? path : slash + 1;
}

int close_file(sqlite3_file* file) {
  delete std::exchange(traced(file).name, nullptr);
  return real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
  return real(file)->pMethods->xRead(real(file), into, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  auto& self = traced(file);
  std::string bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
  return self.owner->pass({kind::write, *self.name, at, std::move(bytes)},
                          [&] { return real(file)->pMethods->xWrite(real(file), from, size, at); });
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  auto& self = traced(file);
  return self.owner->pass({kind::truncate, *self.name, size, {}},
                          [&] { return real(file)->pMethods->xTruncate(real(file), size); });
}
int sync_file(sqlite3_file* file, int flags) {
  auto& self = traced(file);
  return self.owner->pass({kind::sync, *self.name, 0, {}}, [&] {
    return self.owner->how().syncs ? real(file)->pMethods->xSync(real(file), flags) : SQLITE_OK;
  });
}
int size_of_file(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int check_lock(sqlite3_file* file, int* held) { return real(file)->pMethods->xCheckReservedLock(real(file), held); }
int control_file(sqlite3_file* file, int code, void* value) {
  return real(file)->pMethods->xFileControl(real(file), code, value);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, at);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void order_shared(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

// Version 2 has shared memory; neither has memory-mapped reading, so that every write is seen.
sqlite3_io_methods methods(int version) {
  return {version,     close_file,   read_file,    write_file,   truncate_file, sync_file,       size_of_file,
          lock_file,   unlock_file,  check_lock,   control_file, sector_size,   characteristics, map_shared,
          lock_shared, order_shared, unmap_shared, nullptr,      nullptr};
}
const sqlite3_io_methods with_shared_memory = methods(2);
const sqlite3_io_methods without_shared_memory = methods(1);

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* given) {
  auto& owner = owner_of(vfs);
  auto& self = *new (file) traced_file{};
  return owner.pass({kind::open, last_part(path), 0, {}}, [&] {
    const int result = owner.below().xOpen(&owner.below(), path, self.real(), flags, given);
    if (result != SQLITE_OK) return result;
    self.owner = &owner;
    self.name = new std::string(last_part(path));
    self.base.pMethods = owner.how().shared_memory ? &with_shared_memory : &without_shared_memory;
    return result;
  });
}
int remove_file(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  auto& owner = owner_of(vfs);
  return owner.pass({kind::remove, last_part(path), sync_directory, {}},
                    [&] { return owner.below().xDelete(&owner.below(), path, sync_directory); });
}
int access_file(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
  return owner_of(vfs).below().xAccess(&owner_of(vfs).below(), path, flags, result);
}
int full_path(sqlite3_vfs* vfs, const char* path, int size, char* into) {
  return owner_of(vfs).below().xFullPathname(&owner_of(vfs).below(), path, size, into);
}

} // namespace

traced_vfs::traced_vfs(wish how) : how_(how), below_(sqlite3_vfs_find(nullptr)) {
  static std::atomic<int> made{0};
  name_ = "traced" + std::to_string(++made);
  own_ = *below_; // randomness, time and sleep are the system's
  own_.iVersion = 1;
  own_.szOsFile = static_cast<int>(sizeof(traced_file)) + below_->szOsFile;
  own_.pNext = nullptr;
  own_.zName = name_.c_str();
  own_.pAppData = this;
  own_.xOpen = open_file;
  own_.xDelete = remove_file;
  own_.xAccess = access_file;
  own_.xFullPathname = full_path;
  sqlite3_vfs_register(&own_, 0);
}

traced_vfs::~traced_vfs() { sqlite3_vfs_unregister(&own_); }

void traced_vfs::decide(std::function<int(const disk_operation&)> verdict) {
  const std::lock_guard held(guard_);
  verdict_ = std::move(verdict);
}

std::vector<disk_operation> traced_vfs::trace() const {
  const std::lock_guard held(guard_);
  return trace_;
}

std::size_t traced_vfs::length() const {
  const std::lock_guard held(guard_);
  return trace_.size();
}

std::size_t traced_vfs::attempts() const {
  const std::lock_guard held(guard_);
  return attempts_;
}

int traced_vfs::judge(const disk_operation& operation) {
  const std::lock_guard held(guard_);
  ++attempts_;
  return verdict_ ? verdict_(operation) : SQLITE_OK;
}

void traced_vfs::note(disk_operation operation) {
  const std::lock_guard held(guard_);
  trace_.push_back(std::move(operation));
}

} // namespace store_tests
