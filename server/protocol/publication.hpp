// Brings what is served to every thread that serves it, so that none of them asks for it with each call.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include <boost/asio/io_context.hpp>

#include "server/protocol/published.hpp"

namespace server {

class publication {
  struct reader;

 public:
  using edition = std::shared_ptr<const published>;
  using takes = std::function<void(const edition&)>;

  explicit publication(edition first) : now_(std::move(first)) {}

  /// From any thread.
  edition now() const;
  /// From any thread: every subscriber takes `next` on its own thread, soon. What was before ends with its last call.
  void replace(edition next);

  /// Hears of what is published while it lives.
  class subscription {
   public:
    /// `of` and `context` must outlive it; to be destroyed on the context's thread, or when that runs no more.
    subscription(publication& of, boost::asio::io_context& context, takes take);
    ~subscription();
    subscription(const subscription&) = delete;
    subscription& operator=(const subscription&) = delete;

   private:
    publication& of_;
    std::list<reader>::iterator at_;
  };

 private:
  struct reader {
    boost::asio::io_context* context;
    std::shared_ptr<takes> take;
  };

  mutable std::mutex one_; // never held on the way of a call
  edition now_;
  std::list<reader> readers_;
};

} // namespace server
