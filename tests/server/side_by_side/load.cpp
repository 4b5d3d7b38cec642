// Loads a server over TLS from one thread and tells how it went, as one line of JSON.
//   bench_load PORT BODY CONNECTIONS SECONDS [--rate N] [--tokens FILE]      BODY: a file, or feedback/ITEMS
// Without --rate every connection asks again as soon as it was answered (closed loop: the most that the server can do).
// With it requests come at that rate whether earlier ones were answered or not (open loop), and a time counts from when
// the request should have been sent. --tokens: one bearer token a line, each used once; it ends early when they are
// used up.
#include <sys/epoll.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/side_by_side/connection.hpp"
#include "tests/server/side_by_side/requests.hpp"

namespace {

using clock_type = std::chrono::steady_clock;
using std::chrono::duration;
using std::chrono::duration_cast;

struct wish {
  std::uint16_t port = 0;
  bench::requests asks;
  std::size_t connections = 1;
  double seconds = 1;
  double rate = 0; // 0 = closed loop
};

wish read_words(const std::vector<std::string>& words) {
  if (words.size() < 4)
    throw std::runtime_error("usage: bench_load PORT BODY CONNECTIONS SECONDS [--rate N] [--tokens FILE]");
  const auto connections = std::stoul(words[2]);
  wish said{.port = static_cast<std::uint16_t>(std::stoul(words[0])),
            .asks = bench::requests(words[1], connections),
            .connections = connections,
            .seconds = std::stod(words[3]),
            .rate = 0};
  for (std::size_t i = 4; i + 1 < words.size(); i += 2) {
    if (words[i] == "--rate") said.rate = std::stod(words[i + 1]);
    if (words[i] == "--tokens") said.asks.use_tokens(words[i + 1]);
  }
  return said;
}

class load {
 public:
  load(ssl_ctx_st* tls, wish said) : said_(std::move(said)), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < said_.connections; ++i) {
      open_.push_back(std::make_unique<bench::connection>(tls, said_.port));
      idle_.push_back(i);
      epoll_event wants{};
      wants.events = EPOLLIN | EPOLLOUT | EPOLLET;
      wants.data.u64 = i;
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, open_.back()->socket(), &wants);
    }
    began_.resize(open_.size());
    busy_.resize(open_.size());
  }

  void run() {
    start_ = clock_type::now();
    const auto end = start_ + duration_cast<clock_type::duration>(duration<double>(said_.seconds));
    std::vector<epoll_event> ready(open_.size());
    while (true) {
      const bool over = clock_type::now() >= end || said_.asks.used_up();
      if (!over) send_due();
      if (over && idle_.size() == open_.size()) break;
      const auto count = ::epoll_wait(poll_, ready.data(), static_cast<int>(ready.size()), wait_for_next());
      for (int i = 0; i < count; ++i) go_on(ready[static_cast<std::size_t>(i)].data.u64);
    }
    took_ = duration<double>(clock_type::now() - start_).count();
  }

  void tell() {
    std::ranges::sort(micros_);
    const auto at = [&](double share) {
      return micros_.empty() ? 0
                             : micros_[std::min(micros_.size() - 1,
                                                static_cast<std::size_t>(share * static_cast<double>(micros_.size())))];
    };
    std::printf("{\"answers\":%zu,\"not_200\":%zu,\"seconds\":%.6f,\"rate\":%.1f,\"answer_bytes\":%zu,"
                "\"p50_us\":%u,\"p90_us\":%u,\"p99_us\":%u,\"most_us\":%u}\n",
                answered_, refused_, took_, static_cast<double>(answered_) / took_, bytes_, at(0.5), at(0.9), at(0.99),
                micros_.empty() ? 0 : micros_.back());
  }

 private:
  /// Closed loop: every idle connection asks. Open loop: as many as are due by now.
  void send_due() {
    const auto now = clock_type::now();
    while (!idle_.empty() && !said_.asks.used_up()) {
      auto due = now;
      if (said_.rate > 0) {
        due = due_at(sent_);
        if (due > now) return;
      }
      const auto which = idle_.front();
      idle_.pop_front();
      ++sent_;
      began_[which] = due;
      busy_[which] = true;
      auto asked = said_.asks.next(which);
      open_[which]->send(std::move(asked.head), asked.body);
      go_on(which);
    }
  }

  clock_type::time_point due_at(std::size_t number) const {
    return start_ + duration_cast<clock_type::duration>(duration<double>(static_cast<double>(number) / said_.rate));
  }

  int wait_for_next() const {
    if (said_.rate <= 0 || idle_.empty()) return 100;
    return due_at(sent_) - clock_type::now() > std::chrono::milliseconds(2) ? 1 : 0;
  }

  void go_on(std::size_t which) {
    if (!busy_[which] || open_[which]->go_on() != bench::connection::progress::answered) return;
    micros_.push_back(
        static_cast<unsigned>(duration_cast<std::chrono::microseconds>(clock_type::now() - began_[which]).count()));
    ++answered_;
    if (open_[which]->status() != 200) ++refused_;
    bytes_ = open_[which]->answer_bytes();
    busy_[which] = false;
    idle_.push_back(which);
  }

  wish said_;
  int poll_;
  std::vector<std::unique_ptr<bench::connection>> open_;
  std::vector<clock_type::time_point> began_;
  std::vector<bool> busy_;
  std::deque<std::size_t> idle_;
  std::vector<unsigned> micros_;
  clock_type::time_point start_;
  std::size_t sent_ = 0;
  std::size_t answered_ = 0;
  std::size_t refused_ = 0;
  std::size_t bytes_ = 0;
  double took_ = 0;
};

} // namespace

int main(int count, char** words) {
  try {
    auto said = read_words({words + 1, words + count});
    const auto tls = bench::make_client_tls();
    load loading(tls.get(), std::move(said));
    loading.run();
    loading.tell();
    return 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "bench_load: %s\n", fault.what());
    return 1;
  }
}
