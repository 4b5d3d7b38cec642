#include "tests/server/support/postgres_server.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace server_tests {
namespace {

namespace fs = std::filesystem;

constexpr int milliseconds_between_looks = 10;

/// PostgreSQL refuses to run as root.
const ::passwd* other_user() {
  static const ::passwd* const found = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
  return found;
}

void give_away(const fs::path& path) {
  if (const auto* to = other_user(); to != nullptr && ::chown(path.c_str(), to->pw_uid, to->pw_gid) != 0)
    throw std::runtime_error("cannot give `" + path.string() + "` to postgres");
}

pid_t run_in_background(const std::vector<std::string>& words, const fs::path& output) {
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const auto* as = other_user();
  const auto directory = output.parent_path();
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int log = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, 0);
  ::dup2(log, 1);
  ::dup2(log, 2);
  ::setpgid(0, 0);
  const bool changed = as == nullptr || (::setgid(as->pw_gid) == 0 && ::setuid(as->pw_uid) == 0);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // nothing outlives a test that is killed
  if (!changed || ::chdir(directory.c_str()) != 0) ::_exit(126);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

std::string text_of(const fs::path& file) {
  std::ifstream opened(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(opened), {}};
}

void run_to_its_end(const std::vector<std::string>& words, const fs::path& output) {
  int status = 0;
  ::waitpid(run_in_background(words, output), &status, 0);
  if (status != 0) throw std::runtime_error(words[0] + " failed: " + text_of(output));
}

fs::path new_directory() {
  std::string pattern = (fs::temp_directory_path() / "vesicle_pg_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  give_away(pattern);
  return pattern;
}

void forget(const fs::path& directory) {
  std::error_code ignored;
  fs::remove_all(directory, ignored);
}

/// Whatever is private to a cluster starts as a copy of this.
class first_cluster {
 public:
  first_cluster() : directory_(new_directory()) {
    run_to_its_end({postgres_programs() / "initdb", "-D", data(), "-A", "trust", "-E", "UTF8", "--locale=C", "-U",
                    "postgres", "--no-sync", "--no-instructions"},
                   directory_ / "initdb.log");
  }
  ~first_cluster() { forget(directory_); }
  fs::path data() const { return directory_ / "data"; }

 private:
  fs::path directory_;
};

} // namespace

fs::path postgres_programs() {
  static const fs::path found = [] {
    fs::path newest;
    int of = 0;
    std::error_code none;
    for (const auto& one : fs::directory_iterator("/usr/lib/postgresql", none)) {
      const auto version = std::atoi(one.path().filename().c_str());
      if (version <= of || !fs::exists(one.path() / "bin/initdb")) continue;
      of = version;
      newest = one.path() / "bin";
    }
    return newest;
  }();
  return found;
}

postgres_server::postgres_server(const std::vector<std::string>& settings, const fs::path& data)
    : directory_(new_directory()), data_(data.empty() ? directory_ / "data" : data), settings_(settings) {
  static const first_cluster first;
  fs::create_directories(data_);
  give_away(data_);
  run_to_its_end({"/bin/cp", "-r", first.data().string() + "/.", data_}, directory_ / "cp.log");
  run_to_its_end({"/bin/chmod", "700", data_}, directory_ / "cp.log");
  start();
}

postgres_server::~postgres_server() {
  if (id_ > 0) {
    go_on();
    kill();
  }
  forget(directory_);
}

void postgres_server::start() {
  std::vector<std::string> words{postgres_programs() / "postgres",
                                 "-D",
                                 data_,
                                 "-k",
                                 directory_,
                                 "-c",
                                 "listen_addresses=",
                                 "-c",
                                 "shared_buffers=16MB",
                                 "-c",
                                 "max_connections=40"};
  for (const auto& one : settings_) words.insert(words.end(), {"-c", one});
  id_ = run_in_background(words, directory_ / "log");
  const auto by = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  const int ends = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
  bool ended = false;
  while (!ended && PQping(url("postgres").c_str()) != PQPING_OK && std::chrono::steady_clock::now() < by) {
    ::pollfd watched{ends, POLLIN, 0};
    ended = ::poll(&watched, 1, milliseconds_between_looks) > 0;
  }
  ::close(ends);
  if (ended || std::chrono::steady_clock::now() >= by)
    throw std::runtime_error("PostgreSQL does not start: " + text_of(directory_ / "log"));
}

void postgres_server::stop() {
  ::kill(id_, SIGINT);
  ::waitpid(id_, nullptr, 0);
  id_ = -1;
}

void postgres_server::kill() {
  ::kill(id_, SIGQUIT);
  ::waitpid(id_, nullptr, 0);
  id_ = -1;
}

bool postgres_server::runs() {
  if (id_ > 0 && ::waitpid(id_, nullptr, WNOHANG) == id_) id_ = -1;
  return id_ > 0;
}

void postgres_server::pause() { signal_all(SIGSTOP); }
void postgres_server::go_on() { signal_all(SIGCONT); }

/// Each backend has a process group of its own: those whose parent is the server.
void postgres_server::signal_all(int number) {
  std::vector<pid_t> all{id_};
  std::error_code none;
  for (const auto& one : fs::directory_iterator("/proc", none)) {
    const auto id = static_cast<pid_t>(std::atoi(one.path().filename().c_str()));
    if (id <= 0) continue;
    const auto stat = text_of(one.path() / "stat");
    const auto name_ends = stat.rfind(") ");
    if (name_ends == stat.npos || stat.size() < name_ends + 5) continue;
    if (std::atoi(stat.c_str() + name_ends + 4) == id_) all.push_back(id);
  }
  for (const auto id : all) ::kill(id, number);
}

std::string postgres_server::url(const std::string& database) const {
  return "host=" + directory_.string() + " user=postgres dbname=" + database;
}

server::database_address postgres_server::database(const std::string& clause) {
  const auto name = "vesicle_" + std::to_string(++databases_);
  ask("CREATE DATABASE " + name + " " + clause);
  return {.url = url(name), .password = {}};
}

std::string postgres_server::ask(const std::string& statement, const std::string& database) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> open(PQconnectdb(url(database).c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> said(PQexec(open.get(), statement.c_str()), &PQclear);
  const auto status = PQresultStatus(said.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(open.get()));
  return PQntuples(said.get()) > 0 ? PQgetvalue(said.get(), 0, 0) : "";
}

} // namespace server_tests
