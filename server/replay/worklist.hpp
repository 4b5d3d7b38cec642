// Orders for chart review: a few of each kind, chosen by nothing but their id and a seed.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "cds/decision.hpp"

namespace server {

enum class review_reason : std::uint8_t {
  card,          // the rule showed one
  not_evaluable, // the rule could not be evaluated
  quiet,         // everything was evaluated and nothing said
  refused,       // nothing could be evaluated
  gained,        // the rule shows a card with the compared knowledge only
  lost           // the rule shows a card without it only
};
std::string_view name_of(review_reason why);

struct review_kind {
  review_reason why = review_reason::card;
  cds::rule_id rule = cds::rule_id::count_; // none, for what is about no rule

  friend auto operator<=>(const review_kind&, const review_kind&) = default;
};

struct review_order {
  std::uint64_t place = 0; // follows from seed, kind and order alone
  std::string order;
  std::string patient;

  friend auto operator<=>(const review_order&, const review_order&) = default;
};

/// Of each kind the orders with the smallest places, so that parts of a run add up to the sample of the whole.
class worklist {
 public:
  struct sample {
    std::set<review_order> orders;
    std::uint64_t among = 0; // orders of this kind

    friend bool operator==(const sample&, const sample&) = default;
  };

  worklist(std::size_t most, std::uint64_t seed) : most_(most), seed_(seed) {}

  void add(review_kind kind, const std::string& order, const std::string& patient);
  void merge(const worklist& other);
  const std::map<review_kind, sample>& kinds() const { return kinds_; }

  friend bool operator==(const worklist&, const worklist&) = default;

 private:
  std::size_t most_;
  std::uint64_t seed_;
  std::map<review_kind, sample> kinds_;
};

} // namespace server
