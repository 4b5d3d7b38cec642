#include "server/outbound/name_lookup.hpp"

#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace server {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

constexpr int most_at_once = 32;

// What the threads know of the context: nothing any more once its owner is gone.
struct doorway {
  std::mutex guards;
  asio::io_context* to;
  int under_way = 0;

  explicit doorway(asio::io_context& context) : to(&context) {}

  bool enter() {
    const std::lock_guard held(guards);
    if (under_way >= most_at_once) return false;
    ++under_way;
    return true;
  }

  void leave(std::function<void(addresses)> found, addresses all) {
    const std::lock_guard held(guards);
    --under_way;
    if (to != nullptr) asio::post(*to, [found = std::move(found), all = std::move(all)] { found(all); });
  }

  void close() {
    const std::lock_guard held(guards);
    to = nullptr;
  }
};

addresses ask_system(const std::string& host, std::uint16_t port) {
  asio::io_context own; // the blocking call does not use it
  boost::system::error_code fault;
  addresses all;
  for (const auto& entry : tcp::resolver(own).resolve(host, std::to_string(port), fault))
    all.push_back(entry.endpoint());
  return all;
}

class system_names {
 public:
  explicit system_names(asio::io_context& context) : context_(context), door_(std::make_shared<doorway>(context)) {}
  system_names(const system_names&) = delete;
  system_names& operator=(const system_names&) = delete;
  ~system_names() { door_->close(); }

  void look_up(const std::string& host, std::uint16_t port, std::function<void(addresses)> found) {
    if (!door_->enter()) return asio::post(context_, [found = std::move(found)] { found({}); });
    try {
      std::thread([door = door_, host, port, found] { door->leave(found, ask_system(host, port)); }).detach();
    } catch (const std::system_error&) {
      door_->leave(std::move(found), {});
    }
  }

 private:
  asio::io_context& context_;
  std::shared_ptr<doorway> door_;
};

} // namespace

name_lookup system_lookup(asio::io_context& context) {
  return [names = std::make_shared<system_names>(context)](const std::string& host, std::uint16_t port,
                                                           std::function<void(addresses)> found) {
    names->look_up(host, port, std::move(found));
  };
}

} // namespace server
