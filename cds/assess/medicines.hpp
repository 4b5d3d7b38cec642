// Which medicines the patient is on, and what an order or course amounts to in mg and days.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

/// The route a drug goes in by: the dosage's when stated, else the product's.
route route_of(const drug& what, const dosage& how);
/// By mouth or vein; an antiviral whose route is not stated counts as systemic (the safe side: its rules speak).
bool is_systemic(const drug& what, const dosage& how);
bool is_topical(const drug& what, const dosage& how);

/// mg per administration: tablets times strength, mL times concentration, mg/kg times weight (kg; 0 = unknown).
std::optional<double> dose_mg(const drug& what, const dosage& how, double weight_kg);
/// mg a day; a single dose is that dose on its day.
std::optional<double> daily_mg(const drug& what, const dosage& how, double weight_kg);
/// Days of a course: stated, else supply, else amount divided by daily use. Refills are not counted.
std::optional<double> course_days(const drug& what, const dosage& how, std::optional<double> days_supply,
                                  const std::optional<quantity>& amount);

/// The last civil day a medication covers: its end, else start and length, else today for an active one, else its
/// start.
std::optional<day> last_day(const medication& m, day today);
/// Taken today or within the last `within` days. A medication without a date counts when it is active.
bool is_current(const medication& m, day today, double within = 0);

/// Requests, dispenses, administrations and statements of a chart, one after the other, where they lie: every rule goes
/// through them.
class medications {
 public:
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = const medication*;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = value_type;

    iterator() = default;
    const medication* operator*() const { return &(*of_)[set_].items[item_]; }
    iterator& operator++() {
      ++item_;
      skip_ended_sets();
      return *this;
    }
    iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator&, const iterator&) = default;

   private:
    friend class medications;
    iterator(const medications* of, std::size_t set) : of_(of), set_(set) { skip_ended_sets(); }
    void skip_ended_sets() {
      for (; set_ < set_count && item_ == (*of_)[set_].items.size(); ++set_) item_ = 0;
    }

    const medications* of_ = nullptr;
    std::size_t set_ = 0, item_ = 0;
  };

  /// `chart` must outlive it.
  explicit medications(const facts& chart)
      : sets_{&chart.requests, &chart.dispenses, &chart.administrations, &chart.statements} {}

  iterator begin() const { return {this, 0}; }
  iterator end() const { return {this, set_count}; }

 private:
  static constexpr std::size_t set_count = 4;
  const data_set<medication>& operator[](std::size_t set) const { return *sets_[set]; }

  std::array<const data_set<medication>*, set_count> sets_;
};
inline medications all_medications(const facts& chart) { return medications(chart); }

/// The drafts of the request, those that are checked and those that are not.
std::vector<const draft_order*> all_drafts(const facts& chart);
/// Whether one of them is as asked.
template<class Asked> bool any_draft(const facts& chart, Asked is_it) {
  return std::any_of(chart.drafts.begin(), chart.drafts.end(), is_it) ||
         std::any_of(chart.not_selected.begin(), chart.not_selected.end(), is_it);
}

/// True when at least one of the four kinds was not supplied, so that the absence of a medicine proves nothing.
bool medications_incomplete(const facts& chart);

} // namespace cds
