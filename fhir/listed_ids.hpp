// Which of the resources of a list has an id.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace fhir {

/// Places in a list by id: a table that is half empty at least, so that an id costs no memory of its own.
class listed_ids {
 public:
  /// For so many ids in all; call before they are added.
  void make_room(std::size_t ids) {
    if (2 * ids <= slots_.size()) return;
    auto before = std::exchange(slots_, std::vector<slot>(std::bit_ceil(2 * ids)));
    for (const auto& one : before)
      if (one.used) slots_[free_for(one.id)] = one;
  }

  /// The place where the id is listed; when it was not, it is from now on listed at `place`.
  std::size_t add(std::string_view id, std::size_t place) {
    auto& here = slots_[free_for(id)];
    if (!here.used) here = {id, place, true};
    return here.place;
  }

 private:
  struct slot {
    std::string_view id;
    std::size_t place = 0;
    bool used = false;
  };

  /// The slot of the id, or the one it would have.
  std::size_t free_for(std::string_view id) const {
    auto at = std::hash<std::string_view>{}(id) & (slots_.size() - 1);
    while (slots_[at].used && slots_[at].id != id) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  std::vector<slot> slots_;
};

} // namespace fhir
