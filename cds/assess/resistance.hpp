// What the laboratory says about the virus, for this episode and earlier ones (pathway: resistance).
#pragma once

#include <optional>

#include "cds/assess/site.hpp"
#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

enum class susceptibility : unsigned char { unknown, susceptible, intermediate, resistant };
const char* name_of(susceptibility s);

/// A test that was done or is under way in this episode.
struct test_state {
  const observation* result = nullptr;      // final
  const observation* preliminary = nullptr; // registered or preliminary
  const service_request* ordered = nullptr; // active order

  bool done() const { return result != nullptr; }
  bool pending() const { return !result && (preliminary || ordered); }
  bool open() const { return !done() && !pending(); }
};

struct resistance_state {
  susceptibility acyclovir = susceptibility::unknown; // this episode
  const observation* acyclovir_result = nullptr;
  susceptibility foscarnet = susceptibility::unknown; // this episode
  const observation* foscarnet_result = nullptr;
  const observation* earlier_resistant = nullptr; // resistant, in an episode that has healed since
  const condition* reported = nullptr;            // a coded condition only: never proof

  test_state culture; // HSV culture
  test_state acyclovir_test;
  test_state foscarnet_test;
  const observation* negative = nullptr; // culture or PCR without HSV, this episode
  bool labs_known = false;
};

/// `onset`: first day of this episode, when known.
resistance_state assess_resistance(const facts& chart, const knowledge& known, std::optional<day> onset);

} // namespace cds
