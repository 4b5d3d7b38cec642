#include "server/store/postgres.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace server::postgres {
namespace {

constexpr std::chrono::milliseconds beyond_the_server{250}; // the server's own timeout says more, and comes first

/// libpq ends its texts with line feeds, and uses several lines where it tried several hosts.
std::string in_one_line(const char* said) {
  std::string text;
  for (std::string_view left = said; !left.empty();) {
    const auto end = std::min(left.find('\n'), left.size());
    const auto first = std::min(left.find_first_not_of(" \t"), end);
    if (end > first) text.append(text.empty() ? "" : "; ").append(left.substr(first, end - first));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return text.empty() ? "nothing more is known" : text;
}

std::string field(const PGresult* of, int which) {
  const char* found = PQresultErrorField(of, which);
  return found == nullptr ? std::string() : std::string(found);
}

/// Faults of data (classes 22 and 23) may repeat it.
[[noreturn]] void refuse(const PGresult* answered) {
  const auto state = field(answered, PG_DIAG_SQLSTATE);
  const bool about_data = state.starts_with("22") || state.starts_with("23");
  const auto primary = field(answered, PG_DIAG_MESSAGE_PRIMARY);
  const auto said = about_data ? "a value was refused"
                               : in_one_line(primary.empty() ? PQresultErrorMessage(answered) : primary.c_str());
  throw fault("PostgreSQL: " + said + (state.empty() ? "" : " (" + state + ")"), state);
}

void append_quoted(std::string& to, std::string_view text) {
  to += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') to += '\\';
    to += c;
  }
  to += '"';
}

struct frees_options {
  void operator()(PQconninfoOption* all) const { PQconninfoFree(all); }
};

/// What the address says, and what it leaves open as a server needs it.
struct connecting {
  connecting(const database_address& to, const patience& how)
      : connect(std::to_string(how.connect.count())), statement(std::to_string(how.statement.count())),
        said(PQconninfoParse(to.url.c_str(), nullptr)) {
    if (!said) throw fault("the database's address cannot be read");
    const std::array<std::array<const char*, 2>, 6> ours{{{"connect_timeout", connect.c_str()},
                                                          {"tcp_user_timeout", statement.c_str()},
                                                          {"keepalives_idle", "10"},
                                                          {"keepalives_interval", "5"},
                                                          {"keepalives_count", "3"},
                                                          {"fallback_application_name", "vesicle"}}};
    for (const auto& [name, value] : ours) add(name, value);
    add("client_encoding", "UTF8");
    for (const auto* one = said.get(); one->keyword != nullptr; ++one)
      if (one->val != nullptr) add(one->keyword, one->val); // of two the last counts
    if (!to.password.empty()) add("password", to.password.c_str());
    names.push_back(nullptr);
    contents.push_back(nullptr);
  }
  void add(const char* name, const char* value) {
    names.push_back(name);
    contents.push_back(value);
  }

  const std::string connect, statement;
  const std::unique_ptr<PQconninfoOption, frees_options> said;
  std::vector<const char*> names, contents;
};

PGconn* connected(const database_address& to, const patience& how) {
  const connecting with(to, how);
  const auto began = clock::now();
  std::unique_ptr<PGconn, decltype(&PQfinish)> made(PQconnectdbParams(with.names.data(), with.contents.data(), 0),
                                                    &PQfinish);
  if (!made) throw fault("out of memory");
  if (PQstatus(made.get()) == CONNECTION_OK) return made.release();
  const auto why = in_one_line(PQerrorMessage(made.get()));
  const bool timed_out = clock::now() - began >= how.connect;
  if (!timed_out && PQpingParams(with.names.data(), with.contents.data(), 0) == PQPING_OK)
    throw fault(why); // it refuses us
  throw ledger_out_of_reach(why);
}

} // namespace

values& values::add(std::string_view text) {
  if (text.find('\0') != text.npos) throw fault("a text holds a character that PostgreSQL cannot keep");
  texts_.emplace_back(text);
  return *this;
}

values& values::add(const std::vector<std::string>& texts) {
  std::string all = "{";
  for (const auto& one : texts) append_quoted(all.append(all.size() > 1 ? "," : ""), one);
  return add(all + "}");
}

values& values::add(const std::vector<std::optional<std::int64_t>>& numbers) {
  std::string all = "{";
  for (const auto& one : numbers) all.append(all.size() > 1 ? "," : "").append(one ? std::to_string(*one) : "NULL");
  return add(all + "}");
}

std::string_view rows::text(int row, int column) const {
  if (row >= size() || column >= PQnfields(get())) return {};
  return {PQgetvalue(get(), row, column), static_cast<std::size_t>(PQgetlength(get(), row, column))};
}

std::int64_t rows::number(int row, int column) const {
  const auto digits = text(row, column);
  std::int64_t read = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), read);
  return read;
}

connection::connection(const database_address& to, const patience& how) : how_(how), open_(connected(to, how)) {
  PQsetNoticeReceiver(open_.get(), note, warned_.get());
  require(PQsetnonblocking(open_.get(), 1) == 0);
  set_limits();
}

void connection::note(void* into, const PGresult* said) {
  if (field(said, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING")
    static_cast<warnings*>(into)->text = in_one_line(field(said, PG_DIAG_MESSAGE_PRIMARY).c_str());
}

/// A database of another encoding could not keep every text: one comment would stop all feedback for good.
void connection::set_limits() {
  const auto milliseconds = [](std::chrono::milliseconds value) { return std::to_string(value.count()); };
  run("SET client_min_messages = warning; SET standard_conforming_strings = on; SET statement_timeout = " +
      milliseconds(how_.statement) + "; SET lock_timeout = " + milliseconds(how_.lock) +
      "; SET idle_in_transaction_session_timeout = " + milliseconds(2 * how_.statement));
  if (const auto encoding = text("SHOW server_encoding"); encoding != "UTF8")
    throw fault("the database's encoding is `" + encoding + "`, it must be UTF8");
}

clock::time_point connection::deadline() const { return clock::now() + how_.statement + beyond_the_server; }

void connection::require(bool sent) const {
  if (!sent) throw fault(in_one_line(PQerrorMessage(open_.get())));
}

rows connection::run(const std::string& statements) {
  require(PQsendQuery(open_.get(), statements.c_str()) == 1);
  return last_result(deadline());
}

rows connection::ask(const char* statement, const values& with) {
  std::vector<const char*> pointers;
  for (const auto& one : with.texts_) pointers.push_back(one.c_str());
  require(PQsendQueryParams(open_.get(), statement, static_cast<int>(pointers.size()), nullptr, pointers.data(),
                            nullptr, nullptr, 0) == 1);
  return last_result(deadline());
}

void connection::prepare(const char* name, const char* statement) {
  require(PQsendPrepare(open_.get(), name, statement, 0, nullptr) == 1);
  last_result(deadline());
}

rows connection::ask_prepared(const char* name, const values& with, clock::time_point by) {
  send_prepared(name, with);
  return last_result(by);
}

void connection::begin_pipeline() {
  require(PQenterPipelineMode(open_.get()) == 1);
  warned_->text.clear();
  sent_ = 0;
}

void connection::send(const char* statement) {
  require(PQsendQueryParams(open_.get(), statement, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1);
  ++sent_;
}

void connection::send_prepared(const char* name, const values& with) {
  std::vector<const char*> pointers;
  for (const auto& one : with.texts_) pointers.push_back(one.c_str());
  require(PQsendQueryPrepared(open_.get(), name, static_cast<int>(pointers.size()), pointers.data(), nullptr, nullptr,
                              0) == 1);
  ++sent_;
}

std::vector<rows> connection::finish(clock::time_point by) {
  require(PQpipelineSync(open_.get()) == 1);
  std::vector<rows> all;
  for (std::size_t i = 0; i < sent_; ++i) all.push_back(last_result(by));
  const auto end = next(by);
  if (!end || PQresultStatus(end->get()) != PGRES_PIPELINE_SYNC)
    throw fault("PostgreSQL: the end of an answer is lost");
  require(PQexitPipelineMode(open_.get()) == 1);
  return all;
}

/// All of one statement, until libpq says that it has no more.
rows connection::last_result(clock::time_point by) {
  std::optional<rows> last;
  while (auto one = next(by)) {
    const auto status = PQresultStatus(one->get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) refuse(one->get());
    last = std::move(one);
  }
  if (!last) throw fault(in_one_line(PQerrorMessage(open_.get())));
  return std::move(*last);
}

std::optional<rows> connection::next(clock::time_point by) {
  while (true) {
    const int unsent = PQflush(open_.get());
    require(unsent >= 0);
    if (PQisBusy(open_.get()) == 0) break;
    wait(unsent == 1, by);
    require(PQconsumeInput(open_.get()) == 1);
  }
  auto* result = PQgetResult(open_.get());
  if (result == nullptr) return std::nullopt;
  return rows(result);
}

void connection::wait(bool also_write, clock::time_point by) {
  ::pollfd socket{PQsocket(open_.get()), static_cast<short>(also_write ? POLLIN | POLLOUT : POLLIN), 0};
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(by - clock::now());
    if (left.count() <= 0) throw fault("the database does not answer");
    const int ready = ::poll(&socket, 1, static_cast<int>(left.count()));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) throw fault("the database's connection cannot be waited for");
  }
}

/// A last word of the server comes before the end, and news of its settings are none.
bool connection::is_lost() {
  ::pollfd socket{PQsocket(open_.get()), POLLIN, 0};
  for (int parts = 0; parts < 16 && ::poll(&socket, 1, 0) != 0; ++parts)
    if (PQconsumeInput(open_.get()) != 1 || PQstatus(open_.get()) != CONNECTION_OK) return true;
  return false;
}

} // namespace server::postgres
