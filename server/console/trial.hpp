// Trying a request: what the server would answer, and all that is behind it. Nothing of it is kept.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "cds/decision.hpp"
#include "cds/facts.hpp"
#include "cds/knowledge/read.hpp"
#include "server/console/places.hpp"
#include "server/protocol/published.hpp"
#include "server/settings.hpp"

namespace server {

struct trial {
  std::string request;
  std::string service; // id; empty: the one that answers the request's hook
  std::optional<std::chrono::sys_seconds> now;
  std::vector<cds_knowledge::file> overlay;
};

/// From the body of the call; or what is wrong with it.
tl::expected<trial, std::string> read_trial(std::string_view body);

/// What a call would see and get, as the JSON that is `Trying` in openapi.json; or why there is no such knowledge.
tl::expected<std::string, std::string> try_out(const trial& wish, const published& live, const settings& chosen,
                                               std::chrono::sys_seconds clock);

/// Members of `Trying` that tell of the facts and the decision, while both are there.
void write_facts(fhir::json::writer& out, const cds::facts& chart, const places& where);
void write_orders(fhir::json::writer& out, const cds::knowledge& known, const cds::facts& chart,
                  const cds::decision& decided, const places& where);
void write_assessment(fhir::json::writer& out, const cds::knowledge& known, const cds::facts& chart);
void write_timeline(fhir::json::writer& out, const cds::knowledge& known, const cds::facts& chart);
void write_knobs(fhir::json::writer& out, const cds::knowledge& known, const cds::facts& chart, const places& where);

/// `effects`: what taking each suggestion of the answer over does to the drafts of the request. Both are JSON.
void write_effects(fhir::json::writer& out, std::string_view request, std::string_view answer);

/// `golden`: what the answer's cards are, in the form of a vignette's expectation.
std::string golden_of(const std::vector<const cds::recommendation*>& shown, std::chrono::sys_seconds now);

} // namespace server
