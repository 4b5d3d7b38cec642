// The Medication resources of an export, which orders and courses name by reference.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "cds/knowledge.hpp"
#include "fhir/json/document.hpp"

namespace server {

/// Holds the text of each Medication that is a drug the rules know. What is not held identifies nothing, so that an
/// order that names it reads the same without it.
class formulary {
 public:
  void add(std::string_view line, const fhir::json::value& medication, const cds::knowledge& known);

  struct entry {
    std::string text;
    cds::agent agent = cds::agent::none;
  };
  /// Null when none of this id is held.
  const entry* find(std::string_view id) const;

 private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
  };
  std::unordered_map<std::string, entry, hash, std::equal_to<>> all_;
};

/// The id of the Medication that a medicationReference names; empty when it names none.
std::string_view medication_in(const fhir::json::value& resource);

/// Which antiviral an order is of, as far as the order itself or the Medication it names tells.
cds::agent antiviral_of(const fhir::json::value& order, const formulary& medications, const cds::knowledge& known);

/// What an order is to a replay.
enum class signing : unsigned char { no_order, undated, signed_order };
/// Signed: an intent of an order and any status but draft and entered-in-error, not `doNotPerform`, with a readable
/// authoredOn. Orders that follow from another one (filler-order, instance-order) are none of their own.
signing signing_of(const fhir::json::value& request);

} // namespace server
