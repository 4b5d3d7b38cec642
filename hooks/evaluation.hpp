// One hook call from its body to its cards. What it lacks it asks for in between; it fetches nothing itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "hooks/borrowed_document.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/fetch.hpp"
#include "hooks/problem.hpp"
#include "hooks/request.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {

/// read, then fetch and take until nothing more is wanted, then answer. A refusal ends it. Views the body it was given.
class evaluation {
 public:
  evaluation(const cds::knowledge& known, const settings& configured, const environment& world)
      : known_(known), settings_(configured), world_(world) {}
  evaluation(const evaluation&) = delete; // views into itself
  evaluation& operator=(const evaluation&) = delete;

  /// Reads the body for the service that answers its hook among `published`. Gives the refusal, if any.
  std::optional<problem> read(const namesakes& published, std::string_view body);

  /// What to fetch now; empty when the answer can be given.
  std::vector<fetch_item> wanted() const;
  void take(std::vector<fetched> answers) { gathering_->take(std::move(answers)); }
  const request& asked() const { return request_; }

  /// The JSON of a 200, or the refusal with every fault found.
  tl::expected<std::string, problem> answer(const witness& seen);

 private:
  tl::expected<cds::facts, std::vector<fhir::issue>> read_chart() const;
  bool needs_a_chart(const cds::facts& chart) const { return !chart.drafts.empty() || !service_->is_about_orders(); }

  const cds::knowledge& known_;
  const settings& settings_;
  const environment& world_;
  const service* service_ = nullptr;
  borrowed_document document_;
  request request_;
  std::optional<gathering> gathering_; // where fetching is allowed and something is missing
};

} // namespace hooks
