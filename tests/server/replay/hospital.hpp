// Synthetic hospitals: a FHIR R4 Bulk Data export of any size, and what a replay of it must count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/server/replay/histories.hpp"

namespace hospital {

struct wish {
  std::uint64_t seed = 1;
  std::size_t patients = 96;
  std::size_t treated_each = 2; // one patient in so many is on an antiviral
  int bulk = 4;                 // records of other things for each patient, about
  std::size_t files = 2;        // of each type
  bool shuffled = false;        // otherwise sorted by patient, in the order of the files' names
  bool gzip = false;
  std::size_t prescribers = 7;
  int year = 2025; // in which the orders are signed
};

/// What the report must say.
struct truth {
  std::size_t patients = 0;
  std::size_t patients_with_orders = 0;
  std::size_t orders = 0;
  std::map<cds::rule_id, std::map<cds::indicator, std::size_t>> cards;
  std::map<std::string, std::size_t> histories;
  std::vector<expected_order> each; // every order, by patient
};

/// One patient of the hospital: the same for the same wish and index.
told_patient patient_of(const wish& asked, std::size_t index);

truth truth_of(const wish& asked);

/// Writes `Patient.000.ndjson` and so on into `directory`, which must exist.
void write(const wish& asked, const std::filesystem::path& directory);

} // namespace hospital
