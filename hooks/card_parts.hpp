// What every card of a rule says alike, written once for all answers: half of an answer's bytes are these.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"

namespace hooks {

class card_parts {
 public:
  struct of_rule {
    std::string basis;                        // Markdown: the last section of the detail
    std::string source;                       // member `source`
    std::string reasons_and_links;            // members `overrideReasons` and `links`; may be empty
    std::array<std::string, 4> ended_as = {}; // by verdict: the object that tells how the rule ended
  };

  /// `rule_pages` as hooks::settings says. Throws std::logic_error when the knowledge lacks what its rules name.
  card_parts(const cds::knowledge& known, std::string_view rule_pages);

  const of_rule& operator[](cds::rule_id id) const { return rules_.at(static_cast<std::size_t>(id)); }

 private:
  std::array<of_rule, cds::rule_count> rules_; // empty for a rule that the knowledge lacks
};

} // namespace hooks
