// Stores feedback without end and tells on standard output which requests were said to be stored, so that a test can
// kill it at any moment: `store_writer DATA FIRST [REQUESTS]`, where DATA
// is a directory or the address of a PostgreSQL database. Request n has 1 + n % 5 items of a client named `n`.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <semaphore>
#include <string>

#include "server/store/postgres_store.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/server/store/support/samples.hpp"

namespace {

constexpr std::ptrdiff_t most_in_flight = 64;

server::feedback_batch numbered(std::size_t number) {
  auto made = store_tests::many(number * 10, 1 + number % 5);
  made.client = std::to_string(number);
  return made;
}

tl::expected<std::unique_ptr<server::store>, std::string> open(const std::string& data) {
  if (data.starts_with("host=")) return server::open_postgres_store({.url = data, .password = {}});
  return server::open_sqlite_store(data);
}

/// One write for each line: it is in the pipe whatever happens to this process next.
void tell(std::size_t number) {
  const auto line = std::to_string(number) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(1);
}

} // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  auto opened = open(words[1]);
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().c_str());
    return 1;
  }
  auto& store = **opened;
  const auto first = std::strtoul(words[2], nullptr, 10);
  const auto most = count > 3 ? std::strtoul(words[3], nullptr, 10) : SIZE_MAX;
  std::counting_semaphore<> places(most_in_flight);
  for (std::size_t i = 0; i < most; ++i) {
    places.acquire();
    const auto number = first + i;
    store.record(store_tests::decision(number));
    store.add_feedback(numbered(number), [&places, number](server::stored result) {
      if (store_tests::is_committed(result)) tell(number);
      places.release();
    });
  }
  store.close();
  return 0;
}
