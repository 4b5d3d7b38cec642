// What codes mean to the engine. Value sets are knowledge (knowledge/value_sets.toml); this is the look-up.
#pragma once

#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cds {

enum class code_system : std::uint8_t { rxnorm, snomed_ct, icd_10_cm, loinc, observation_interpretation, other };

/// The code system a FHIR `system` URI (or `urn:oid:`) names; `other` when the engine has no codes of it.
code_system code_system_of(std::string_view uri);
/// The FHIR `system` URI; empty for `other`.
std::string_view uri_of(code_system system);

/// A code as the knowledge files know it. `code` views stay valid as long as the knowledge.
struct coding {
  code_system system = code_system::other;
  std::string_view code;
  std::string_view display;

  friend bool operator==(const coding&, const coding&) = default;
};

/// The value sets the rules ask for. Names are those of knowledge/value_sets.toml.
enum class value_set : std::uint8_t {
  // conditions: which herpes, where
  hsv_orolabial,
  hsv_site_unspecified,
  hsv_genital,
  hsv_red_flag,
  hsv_whitlow,
  zoster,
  varicella,
  cytomegalovirus,
  neonatal_herpes,
  resistance_reported,
  // conditions: host
  stem_cell_transplant,
  solid_organ_transplant,
  graft_versus_host_disease,
  haematological_malignancy,
  hiv_infection,
  aids,
  severe_immunodeficiency,
  neutropenia,
  other_immunosuppression,
  renal_disease,
  dialysis,
  pregnancy,
  not_pregnant,
  non_adherence,
  heart_failure,
  seizure_disorder,
  long_qt,
  // drugs other than the antivirals of cds/drug.hpp
  corticosteroid,
  cytotoxic_chemotherapy,
  lymphocyte_directed_biologic,
  jak_inhibitor,
  low_dose_immunosuppressant,
  other_immunosuppressant,
  nephrotoxic,
  foscarnet_interaction,
  pentamidine,
  qt_prolonging,
  probenecid,
  // observations
  body_weight,
  creatinine,
  measured_clearance,
  acyclovir_susceptibility,
  foscarnet_susceptibility,
  hsv_culture,
  hsv_pcr,
  cd4_count,
  neutrophil_count,
  calcium,
  ionized_calcium,
  magnesium,
  phosphate,
  potassium,
  ecg,
  pregnancy_status,
  pregnancy_test,
  basic_metabolic_panel,
  // values and interpretations
  resistant,
  intermediate,
  susceptible,
  detected,
  not_detected,
  indeterminate,
  // orders
  hsv_susceptibility_order,
  infectious_disease_referral,
  count_
};

/// `hsv-orolabial`: the name in the knowledge files.
std::string_view name_of(value_set set);
std::optional<value_set> value_set_named(std::string_view name);

/// Which value sets a coded thing belongs to.
class value_sets {
 public:
  constexpr value_sets() = default;
  value_sets(std::initializer_list<value_set> sets) {
    for (auto s : sets) add(s);
  }
  void add(value_set s) { bits_.set(static_cast<std::size_t>(s)); }
  void add(const value_sets& other) { bits_ |= other.bits_; }
  bool has(value_set s) const { return bits_.test(static_cast<std::size_t>(s)); }
  bool any_of(const value_sets& other) const { return (bits_ & other.bits_).any(); }
  bool empty() const { return bits_.none(); }
  friend bool operator==(const value_sets&, const value_sets&) = default;

 private:
  std::bitset<static_cast<std::size_t>(value_set::count_)> bits_;
};

/// The antivirals the rules speak about, and nothing else. `none` = not one of them.
enum class agent : std::uint8_t {
  none,
  acyclovir,
  valacyclovir,
  famciclovir,
  penciclovir,
  ganciclovir,
  valganciclovir,
  foscarnet,
  cidofovir,
  docosanol
};
std::string_view name_of(agent a);
std::optional<agent> agent_named(std::string_view name);

/// Needs viral thymidine kinase to work: acyclovir and its relatives. Acyclovir resistance is resistance to all of
/// them.
bool is_nucleoside(agent a);

enum class route : std::uint8_t { unknown, oral, intravenous, topical, ophthalmic, buccal, other };
std::string_view name_of(route r);
std::optional<route> route_named(std::string_view name);

/// One code (or, for ingredients, one name) of the knowledge: what it is called, which sets hold it, and for a drug
/// product what is in it.
struct term {
  cds::coding coding;
  value_sets sets;
  cds::agent agent = agent::none;
  cds::route route = route::unknown;
  double strength_mg = 0; // per tablet, capsule or vial; 0 = not a single-strength product
  double concentration_mg_per_ml = 0;
  double prednisone_factor = 0; // corticosteroids: mg of prednisone that 1 mg equals; 0 = not one
};

/// All codes and ingredient names, sorted once at load; look-ups allocate nothing.
class terminology {
 public:
  struct entry {
    code_system system;
    std::string code;
    std::string display;
    term meaning;
  };
  struct name_entry {
    std::string name;
    std::size_t entry;
  }; // lower-case ingredient name -> index into entries

  terminology() = default;
  /// Entries must be unique by (system, code). Names are lower case.
  terminology(std::vector<entry> entries, std::vector<name_entry> names);
  terminology(const terminology&) = delete;
  terminology& operator=(const terminology&) = delete;
  terminology(terminology&&) = default;
  terminology& operator=(terminology&&) = default;

  /// Null when the code is unknown. ICD-10-CM codes fall back to their category: `B02.22` finds `B02` when only that is
  /// listed.
  const term* find(code_system system, std::string_view code) const;

  /// The one ingredient whose name occurs as whole words in a free text; null when none or several do.
  const term* find_ingredient(std::string_view text) const;

  const std::vector<entry>& entries() const { return entries_; }

 private:
  std::vector<entry> entries_;
  std::vector<name_entry> names_;
};

} // namespace cds
