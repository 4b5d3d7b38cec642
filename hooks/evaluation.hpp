// One hook call from its body to its cards. What it lacks it asks for in between; it fetches nothing itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "hooks/account.hpp"
#include "hooks/borrowed_document.hpp"
#include "hooks/decision_record.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/fetch.hpp"
#include "hooks/problem.hpp"
#include "hooks/request.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {

/// read, then fetch and take until nothing more is wanted, then answer. A refusal ends it. Views the body it was given.
class evaluation {
 public:
  evaluation(const endpoint& served, const client& by, const environment& world)
      : served_(served), by_(by), world_(world) {}
  evaluation(const evaluation&) = delete; // views into itself
  evaluation& operator=(const evaluation&) = delete;

  /// Reads the body for the service that answers its hook among `published`. Gives the refusal, if any.
  std::optional<problem> read(const namesakes& published, std::string_view body);

  /// What to fetch now; empty when the answer can be given.
  std::vector<fetch_item> wanted() const;
  void take(std::vector<fetched> answers) { gathering_->take(std::move(answers)); }
  const request& asked() const { return request_; }
  const service& called() const { return *service_; }        // once read
  const service* called_if_read() const { return service_; } // null before

  struct answered {
    std::string body; // the JSON of a 200
    std::optional<decision_record> record;
    account told;
  };
  /// The refusal tells every fault found.
  tl::expected<answered, problem> answer(const witness& seen);

 private:
  tl::expected<cds::facts, std::vector<fhir::issue>> read_chart() const;
  bool needs_a_chart(const cds::facts& chart) const { return !chart.drafts.empty() || !service_->is_about_orders(); }

  decision_record record_of(std::string id, const cds::decision& decided, std::vector<issued_card> cards) const;

  const endpoint& served_;
  const client& by_;
  const environment& world_;
  const service* service_ = nullptr;
  borrowed_document document_;
  std::string_view hook_instance_;
  request request_;
  sent_data sent_{};
  std::optional<gathering> gathering_; // where fetching is allowed and something is missing
};

} // namespace hooks
