#include "server/protocol/conversation.hpp"

#include <boost/asio/post.hpp>

#include <utility>

#include "hooks/exchange.hpp"
#include "server/environment.hpp"
#include "server/protocol/refusal_issue.hpp"

namespace server {

using clock = std::chrono::steady_clock;

/// One call. Whatever it waits for keeps it alive; all of it happens on the worker's thread.
class conversations::conversation final : public claim_waiter, public std::enable_shared_from_this<conversation> {
 public:
  conversation(conversations& of, const hooks::call& asked, done whole)
      : of_(of), now_(of.now_), counts_(of.counts_), log_(of.with_.log), places_(of.places_),
        exchange_(now_->served, asked, world_now()), whole_(std::move(whole)) {}

  /// One that ends without an answer was a fault of ours.
  ~conversation() override {
    if (!counted_) count(500);
  }

  void begin() { take(exchange_.begin()); }

 private:
  void take(hooks::step next) {
    if (of_.ending_) return;
    std::visit([this](auto& asks) { carry_out(asks); }, next);
  }

  void carry_out(hooks::reply& last) {
    if (const auto cause = exchange_.distrust()) of_.with_.counts->distrust(*cause);
    if (exchange_.mixed_patients()) of_.with_.counts->mixed(exchange_.by()->name);
    if (auto record = exchange_.take_record(); record && of_.with_.keeps != nullptr)
      of_.with_.keeps->record(std::move(*record));
    const auto status = last.status;
    const bool in_time = whole_(std::move(last));
    count(in_time ? status : 503);
  }

  void count(int status) {
    counted_ = true;
    const auto took = clock::now() - began_;
    const auto* told = exchange_.told();
    auto& caller = place_of_caller();
    if (told != nullptr && status == 200) counts_.decided(caller, *told);
    counts_.answered(caller, kind_of_call(), status, took);
    worker_counts::seen(caller, std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1});
    if (told != nullptr && log_ != nullptr)
      log_->write({exchange_.by()->name, now_->served.routes().id_of(*told->called), status, took,
                   now_->served.known().version, *told});
  }

  client_calls& place_of_caller() const {
    const auto* by = exchange_.by();
    if (by == nullptr) return *places_->nobody;
    if (now_->registered == nullptr) return *places_->anybody;
    return *places_->registered.at(static_cast<std::size_t>(by - now_->registered->clients.all().data()));
  }

  std::size_t kind_of_call() const {
    if (const auto* service = exchange_.called()) return kind_of(*service);
    const auto& what = exchange_.asked_for();
    if (what && std::holds_alternative<hooks::tell>(*what)) return feedback_kind;
    return what && std::holds_alternative<hooks::discover>(*what) ? discovery_kind : other_kind;
  }

  void carry_out(const hooks::needs_keys& asks) {
    of_.keys_.refresh(now_, *asks.of, [self = shared_from_this()] { self->take(self->exchange_.resume()); });
  }

  void carry_out(const hooks::claim& asks) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (const auto known = of_.with_.tokens->claim(asks, now, shared_from_this())) take(exchange_.resume(*known));
  }

  void told(hooks::claimed what) noexcept override {
    boost::asio::post(of_.context_, [self = shared_from_this(), what] { self->take(self->exchange_.resume(what)); });
  }

  void carry_out(hooks::fetch_data& asks) {
    waits_for_ = asks.items.size();
    answers_.assign(waits_for_, {});
    for (std::size_t i = 0; i < asks.items.size(); ++i)
      of_.outbound_.get(request_for(asks, std::move(asks.items[i].url)),
                        [self = shared_from_this(), i](outbound_answer came) { self->arrived(i, std::move(came)); });
  }

  outbound_request request_for(const hooks::fetch_data& asks, std::string url) const {
    outbound_request asked;
    asked.url = std::move(url);
    asked.base = asks.base;
    asked.bearer = secret(asks.token);
    asked.accept = "application/fhir+json";
    asked.deadline = began_ + of_.with_.fetch_deadline;
    asked.plain_loopback = !asks.public_only;
    asked.public_only = asks.public_only;
    return asked;
  }

  void arrived(std::size_t at, outbound_answer came) {
    const bool whole = came.fault == outbound_fault::none;
    answers_[at] = {whole ? came.status : 0, std::move(came.content_type), std::move(came.body)};
    if (--waits_for_ == 0) take(exchange_.resume(std::move(answers_)));
  }

  void carry_out(hooks::keep_feedback& asks) {
    feedback_batch batch{.client = std::move(asks.client),
                         .service = std::move(asks.service),
                         .received = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
                         .items = asks.items};
    items_ = std::move(asks.items);
    of_.with_.keeps->add_feedback(std::move(batch), [self = shared_from_this()](const stored& what) {
      boost::asio::post(self->of_.context_, [self, what] { self->stored_as(what); });
    });
  }

  void stored_as(const stored& what) {
    if (std::holds_alternative<committed>(what)) counts_.kept(*places_, items_);
    take(exchange_.resume(keeping_of(what)));
  }

  static hooks::keeping keeping_of(const stored& what) {
    if (const auto* lost = std::get_if<unavailable>(&what)) return hooks::not_kept{lost->retry_after};
    return hooks::kept{};
  }

  conversations& of_;
  std::shared_ptr<const published> now_;
  worker_counts& counts_;   // which outlives `of_`
  const decision_log* log_; // so does this
  std::shared_ptr<const count_places> places_;
  hooks::exchange exchange_;
  done whole_;
  const clock::time_point began_ = clock::now();
  bool counted_ = false;
  std::vector<hooks::fetched> answers_;
  std::vector<hooks::feedback_item> items_; // on their way to the store
  std::size_t waits_for_ = 0;
};

conversations::conversations(boost::asio::io_context& context, conversation_wiring with)
    : context_(context), with_(std::move(with)), counts_(with_.counted->of_new_worker()), now_(with_.publishes->now()),
      outbound_(context, with_.outbound, *with_.outbound_counted), keys_(context, outbound_),
      hears_(*with_.publishes, context, [this](const auto& next) { take(next); }) {
  take(with_.publishes->now()); // which may have been replaced before it was listened to
}

void conversations::take(const publication::edition& next) {
  if (next->believed != now_->believed) outbound_.believe(next->believed);
  now_ = next;
  places_ = places_for(*now_);
  keys_.watch(now_);
}

std::shared_ptr<const count_places> conversations::places_for(const published& now) {
  static const std::vector<hooks::client> nobody_told_apart;
  const auto& clients = now.registered ? now.registered->clients.all() : nobody_told_apart;
  return counts_.places_for(clients, now.served.known().overrides);
}

// Who still waits is told by what ends here, and has nobody left to answer.
conversations::~conversations() { ending_ = true; }

void conversations::answer(const hooks::call& asked, done whole) {
  std::make_shared<conversation>(*this, asked, std::move(whole))->begin();
}

hooks::reply conversations::refuse(const refusal& why, std::string_view origin) {
  if (!why.of_a_call) counts_.refused(*places_, why.status);
  return now_->served.refuse(why.status, origin, {issue_of(why)});
}

void conversations::close() {
  keys_.close();
  outbound_.drain();
}

} // namespace server
