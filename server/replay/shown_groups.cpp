#include "server/replay/shown_groups.hpp"

#include <algorithm>
#include <utility>

namespace server {
namespace {

struct group {
  std::string name;
  count prescribers = 0;
  volume all = {};
};
using column = std::vector<std::optional<count>>;

bool is_small(const group_counts& one) {
  return one.all.orders < smallest_told || one.prescribers.size() < fewest_prescribers;
}

void join(group& together, const group& one) {
  together.prescribers += one.prescribers;
  together.all += one.all;
}

/// Small groups put together, which are never one alone unless there is no other.
std::vector<group> put_together(const figures& counted) {
  std::vector<group> groups;
  group together{.name = "small groups together"};
  count small = 0;
  for (const auto& [name, one] : counted.groups) {
    group made{name, one.prescribers.size(), one.all};
    if (is_small(one)) {
      join(together, made);
      ++small;
    } else {
      groups.push_back(std::move(made));
    }
  }
  if (small == 1 && !groups.empty()) {
    const auto fewest = std::min_element(groups.begin(), groups.end(),
                                         [](const auto& a, const auto& b) { return a.all.orders < b.all.orders; });
    join(together, *fewest);
    groups.erase(fewest);
  }
  if (small > 0) groups.push_back(std::move(together));
  return groups;
}

/// A single gap in a column could be filled from the whole: the smallest of the others becomes one too.
void hide(column& values, count below) {
  for (auto& one : values)
    if (one && *one > 0 && *one < below) one.reset();
  if (std::count(values.begin(), values.end(), std::nullopt) != 1) return;
  std::optional<count>* fewest = nullptr;
  for (auto& one : values)
    if (one && (fewest == nullptr || *one < **fewest)) fewest = &one;
  if (fewest != nullptr) fewest->reset();
}

group_row whole_row(const group& of) {
  group_row row;
  row.name = of.name;
  row.prescribers = of.prescribers;
  row.orders = of.all.orders;
  row.orders_with_cards = of.all.orders_with_cards;
  row.cards = of.all.cards;
  for (std::size_t i = 0; i < urgency_count; ++i) row.by_urgency[i] = of.all.by_urgency[i];
  return row;
}

template<class Cell> void hide_in(std::vector<group_row>& rows, count below, Cell cell) {
  column values;
  for (auto& row : rows) values.push_back(cell(row));
  hide(values, below);
  for (std::size_t i = 0; i < rows.size(); ++i) cell(rows[i]) = values[i];
}

/// The urgencies of a group add up to its cards, and those of all groups to the whole's: one gap, and none is told.
void hide_urgencies(std::vector<group_row>& rows) {
  const bool all_told = std::all_of(rows.begin(), rows.end(), [](const auto& row) {
    return row.cards && std::all_of(row.by_urgency.begin(), row.by_urgency.end(),
                                    [](const auto& one) { return *one == 0 || *one >= smallest_told; });
  });
  if (all_told) return;
  for (auto& row : rows) row.by_urgency.fill(std::nullopt);
}

} // namespace

std::vector<group_row> shown_groups(const figures& counted, bool identifying) {
  std::vector<group_row> rows;
  if (identifying) {
    for (const auto& [name, one] : counted.groups) rows.push_back(whole_row({name, one.prescribers.size(), one.all}));
    return rows;
  }
  for (const auto& one : put_together(counted)) rows.push_back(whole_row(one));
  hide_in(
      rows, fewest_prescribers, [](auto& row) -> auto& { return row.prescribers; });
  hide_in(
      rows, smallest_told, [](auto& row) -> auto& { return row.orders; });
  for (auto& row : rows)
    if (!row.orders) row.orders_with_cards.reset();
  hide_in(
      rows, smallest_told, [](auto& row) -> auto& { return row.orders_with_cards; });
  for (auto& row : rows)
    if (!row.orders_with_cards) row.cards.reset();
  hide_in(
      rows, smallest_told, [](auto& row) -> auto& { return row.cards; });
  hide_urgencies(rows);
  return rows;
}

} // namespace server
