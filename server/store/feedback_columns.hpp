// The order in which every store's query for feedback rows names its columns.
#pragma once

#include "server/store/reports.hpp"

namespace server {

/// `text(n)` is column n as text. 0 is the store's own, 2 whether the card is known; suggestions come after 15.
template<class columns> feedback_row row_of_columns(const columns& text, bool known) {
  return {.card = text(1),
          .known = known,
          .rule = text(3),
          .rule_version = text(4),
          .user = text(5),
          .encounter = text(6),
          .outcome = text(7),
          .suggestions = {},
          .reason = {.code = text(8), .system = text(9), .display = text(10)},
          .comment = text(11),
          .date = text(12),
          .client = text(13),
          .service = text(14),
          .received = text(15)};
}

} // namespace server
