#include "server/protocol/conversation.hpp"

#include <utility>

#include "hooks/exchange.hpp"
#include "server/environment.hpp"
#include "server/protocol/refusal_issue.hpp"

namespace server {

/// One call. Whatever it waits for keeps it alive.
class conversations::conversation : public std::enable_shared_from_this<conversation> {
 public:
  conversation(const conversation_wiring& with, const hooks::call& asked, done whole)
      : exchange_(with.served, asked, world_now()), whole_(std::move(whole)) {}

  void begin() { take(exchange_.begin()); }

 private:
  void take(hooks::step next) {
    if (auto* answered = std::get_if<hooks::reply>(&next)) return whole_(std::move(*answered));
    auto& asks = std::get<hooks::fetch_data>(next);
    take(exchange_.resume(std::vector<hooks::fetched>(asks.items.size())));
  }

  hooks::exchange exchange_;
  done whole_;
};

conversations::conversations(conversation_wiring with) : with_(with) {}
conversations::~conversations() = default;

void conversations::answer(const hooks::call& asked, done whole) {
  std::make_shared<conversation>(with_, asked, std::move(whole))->begin();
}

hooks::reply conversations::refuse(const refusal& why, std::string_view origin) {
  return with_.served.refuse(why.status, origin, {issue_of(why)});
}

void conversations::close() {}

} // namespace server
