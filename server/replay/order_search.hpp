// The first reading of an export: which patients have a signed antiviral order, and until when orders are known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <tl/expected.hpp>

#include "cds/knowledge.hpp"
#include "server/replay/formulary.hpp"
#include "server/replay/reading.hpp"

namespace server {

/// Ids with a look-up that allocates nothing.
struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using id_set = std::unordered_set<std::string, text_hash, std::equal_to<>>;

struct found_orders {
  formulary medications;
  id_set patients;                   // with a signed antiviral order, dated or not
  std::optional<cds::day> last_seen; // signed orders of any medicine go on until then
  export_reading read;               // of the files of Medication and MedicationRequest
};

/// Reads the files of these two types strictly.
tl::expected<found_orders, std::string> find_orders(const std::vector<export_file>& files, const reading_wish& wish,
                                                    progress& told, const cds::knowledge& known);

/// The last day by which all but one of a thousand orders were signed: a few dates far ahead are slips of the pen and
/// say nothing about how far an export goes.
std::optional<cds::day> last_day_of(std::vector<std::pair<cds::day, std::uint64_t>> orders_by_day);

} // namespace server
