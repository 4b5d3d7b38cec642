// The readers of the knowledge files, one for each file. Each records its faults and returns what it could read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/knowledge.hpp"
#include "cds/knowledge/section.hpp"

namespace cds_knowledge {

/// What more than one file refers to.
struct references {
  std::vector<cds::source> sources;
  std::vector<cds::override_reason> overrides;
};

std::vector<cds::source> read_sources(section root);
std::vector<cds::override_reason> read_overrides(section root, const references& known);

/// The required key `sources`: at least one, each known.
std::vector<std::string> read_source_keys(section& s, const references& known);
/// A required key that names one source.
std::string read_source_key(section& s, std::string_view key, const references& known);

/// What thresholds.toml holds.
struct limit_list {
  std::string version;
  cds::thresholds limits;
  std::vector<cds::listed_limit> listed;
};
limit_list read_thresholds(section root, const references& known);

/// `failure` or `failure.escalate_day`
bool is_limit_or_group(std::string_view name);

cds::product_description read_about(section root);
/// Into the rules' entries: every rule has a table, and says everything.
void read_attributes(section root, std::vector<cds::rule_entry>& rules);

/// A lower or upper end of a row: exclusive or inclusive, exactly as the file says.
struct row_range {
  double lower = 0;
  bool lower_included = true;
  double upper = 0;
  bool upper_included = false;
  bool has_upper = false;
  bool sound = true; // false: a fault is told already, comparing it with its neighbours would only repeat it
  place at;
};
/// `from` or `above`, and `below` or `up_to`.
row_range read_range(section& row);
/// Rows must run from high to low and meet exactly; the first has no upper end.
void check_ranges(section& parent, const std::vector<row_range>& rows);
/// The ends as [from, below): an exclusive lower end moves up and an inclusive upper end too, by more than the
/// tolerance of clinical comparisons and less than any laboratory can measure.
double from_of(const row_range& r);
double below_of(const row_range& r);

/// `dose_mg` with `every_hours`, `times_per_day` or `once`, and `days`.
cds::dose_plan read_plan(section& s);

struct renal_row {
  row_range range;
  bool unchanged = false; // the regimen's own dose
  cds::dose_plan plan;
};
struct renal_table {
  place at;
  std::vector<renal_row> rows;
  bool used = false;
};
using renal_tables = std::map<std::string, renal_table, std::less<>>;
renal_tables read_renal(section root, const references& known);

struct dosing {
  std::vector<cds::regimen> regimens;
  std::vector<cds::dose_signature> signatures;
  std::vector<cds::adequate_dose> adequate_doses;
  std::vector<cds::label_age> label_ages;
};
/// Resolves the renal tables into the regimens.
dosing read_regimens(section root, const references& known, renal_tables& tables);

std::vector<cds::intravenous_band> read_intravenous(section root, const references& known);

std::vector<cds::foscarnet_band> read_foscarnet(section root, const references& known);

/// Gathers codes and names from several files and refuses what is listed twice.
class term_list {
 public:
  void add(section& s, cds::code_system system, const std::string& code, const std::string& display, cds::term meaning);
  void add_name(section& s, const placed_text& name); // of the code added last
  /// A name that is found in words only.
  void add_uncoded(section& s, const placed_text& name, const cds::term& meaning);
  const cds::terminology::entry* find(cds::code_system system, std::string_view code) const;
  /// The value sets that no code is in.
  std::vector<cds::value_set> empty_sets() const;
  /// False after a code was listed twice.
  bool unique() const { return by_code_.size() + uncoded_ == entries_.size(); }
  cds::terminology build() &&;

 private:
  struct listed {
    std::size_t entry;
    place at;
  };
  std::vector<cds::terminology::entry> entries_;
  std::size_t uncoded_ = 0;
  std::vector<cds::terminology::name_entry> names_;
  std::map<std::string, listed, std::less<>> by_code_;
  std::map<std::string, place, std::less<>> by_name_;
};

/// Names of value sets, for the key given; unknown ones are faults.
cds::value_sets read_set_names(section& s, std::string_view key);
/// The agent a key names; a fault when it is unknown or `none`.
cds::agent read_agent(section& s, std::string_view key);
/// The key `verification`, for people: checked, not kept.
void read_verification(section& s);

void read_drugs(section root, term_list& terms);
void read_value_sets(section root, term_list& terms);
/// The name of a code system in these files; a fault when it is unknown.
cds::code_system read_system(section& s, std::string_view key);

struct orders {
  std::vector<cds::orderable> products;
  std::vector<cds::orderable_service> services;
};
/// Each code must be one of `terms`, and every id of `needed` must be there: the rules ask for them.
orders read_orders(section root, const term_list& terms, const std::vector<std::string>& needed);

struct rule_texts {
  std::vector<cds::rule_entry> rules; // by rule_id
  std::vector<cds::rule_text> common;
};
/// Every rule once. With `needed`: each of its texts, and no placeholder that its text does not have: the rules fill
/// them.
rule_texts read_rules(section root, const references& known, const rule_texts* needed);

inline constexpr std::size_t longest_summary = 139;
/// The most characters that a rule fills in for a placeholder of its summaries; none: nobody declared it.
std::optional<std::size_t> longest_length(std::string_view rule, std::string_view placeholder);
/// The most characters a summary without template fault can have when it is filled in.
std::size_t longest_length_of(std::string_view rule, std::string_view text);

/// A fault in a template, or empty: `{` and `}` must enclose a lower_snake name.
std::string template_fault(std::string_view text);
/// The names in a template without fault, sorted, each once.
std::vector<std::string> placeholders_of(std::string_view text);

} // namespace cds_knowledge
