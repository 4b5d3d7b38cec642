#include "server/console/desk.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <utility>

namespace server {

struct desk::inside {
  explicit inside(boost::asio::io_context& context) : back_to(context) {}

  boost::asio::io_context& back_to;
  int waiting = 0; // of the thread that takes
  boost::asio::thread_pool pool{threads};
};

desk::desk(boost::asio::io_context& back_to) : inside_(std::make_unique<inside>(back_to)) {}

desk::~desk() {
  inside_->pool.stop(); // what has not begun is wanted by nobody any more
  inside_->pool.join();
}

bool desk::take(std::function<hooks::reply()> work, answerer::done whole) {
  if (inside_->waiting >= most_waiting) return false;
  ++inside_->waiting;
  boost::asio::post(inside_->pool, [in = inside_.get(), work = std::move(work), whole = std::move(whole)]() mutable {
    auto answer = std::make_shared<hooks::reply>(work());
    boost::asio::post(in->back_to, [in, answer, whole = std::move(whole)] {
      --in->waiting;
      whole(std::move(*answer));
    });
  });
  return true;
}

} // namespace server
