// What there is to tell of an answer without anything of the patient: numbers for counters, names for a log.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cds/decision.hpp"
#include "hooks/decision_record.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {

inline constexpr std::size_t verdict_count = 4;
inline constexpr std::size_t indicator_count = 3;

/// A number for each rule and each way it can end or speak: [rule][verdict], [rule][indicator].
template<class number, std::size_t ways> using by_rule = std::array<std::array<number, ways>, cds::rule_count>;

/// What the call itself brought of each kind of data, before anything was fetched.
using sent_data = std::array<fhir::supplied::state, fhir::data_kind_count>;
sent_data sent_in(const prefetched& data);

struct account {
  std::string decision; // uuid
  const service* called = nullptr;
  std::string hook_instance; // empty when what the client sent is no uuid, and so could be anything
  by_rule<std::uint32_t, verdict_count> outcomes{};
  by_rule<std::uint32_t, indicator_count> cards{}; // that are shown
  sent_data sent{};
  by_rule<std::uint32_t, indicator_count> silent{}; // findings of silent rules, which would have been on cards
};

/// The numbers of it.
account account_of(const cds::decision& decided, const std::vector<issued_card>& cards, const cds::knowledge& known);

} // namespace hooks
