// English free-text dosages: `Take 2 tablets (1,000 mg each) by mouth twice daily x 1 day`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "cds/facts.hpp"
#include "fhir/reason.hpp"

namespace fhir {

struct sig {
  cds::dosage dosage;                // never as needed; what is silent stays empty without a line in `unread`
  std::optional<cds::quantity> also; // the same dose in tablets, mL or by weight, where it stands beside it
  bool names_moments = false;        // morning, bedtime

  friend bool operator==(const sig&, const sig&) = default;
};

/// Reads a sig that is understood to its last word; anything else is an error with its reason, which never repeats the
/// text. Tapers, ranges, alternatives, limits, conditions and a second instruction are not read.
tl::expected<sig, std::string> read_sig(std::string_view text);

/// What a text says up to its first word that is not understood: to be compared with, never to be used.
sig understood_part(std::string_view text);

/// What a text, understood or not, says against a plain dose and rate that are written beside it. Empty: nothing.
enum class doubt : unsigned char { none, as_needed, steps, range, limit, certain_days };
doubt doubt_in(std::string_view text);

} // namespace fhir
