// Carries calls through the protocol on one worker's thread: does what each step asks for and hands the result back.
#pragma once

#include <chrono>
#include <memory>

#include "hooks/endpoint.hpp"
#include "server/handler.hpp"

namespace server {

/// What conversations need of the world. All of it must outlive them.
struct conversation_wiring {
  const hooks::endpoint& served;
};

class conversations : public answerer {
 public:
  explicit conversations(conversation_wiring with);
  ~conversations() override;

  void answer(const hooks::call& asked, done whole) override;
  hooks::reply refuse(const refusal& why, std::string_view origin) override;
  void close() override;

 private:
  class conversation;

  conversation_wiring with_;
};

} // namespace server
