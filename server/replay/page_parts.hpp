// What the page of a report is put together from: tables and bars. Bars only repeat numbers that stand beside them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/replay/figures.hpp"
#include "server/replay/report.hpp"

namespace server {

struct bar_part {
  std::string_view paint; // a class of the style sheet
  double share = 0;       // of the whole width
};
std::string bar(const std::vector<bar_part>& parts);
/// The three urgencies, worst first, of so many cards that fill the width.
std::string urgency_bar(const std::array<count, urgency_count>& cards, count widest);
/// A share with its interval; empty without any.
std::string share_bar(count of, count among);

enum class column : unsigned char { text, number, plot };
struct head {
  std::string_view name; // HTML
  column kind = column::text;
};

/// A table whose rows are written cell by cell, in the order of its heads. The first cell of a row is its heading.
class table {
 public:
  table(std::string_view caption, std::vector<head> heads);

  table& text(std::string_view any);      // escaped
  table& html(std::string_view as_it_is); // must be escaped
  table& number(count value);
  bool empty() const { return rows_ == 0; }
  std::string whole() const;

 private:
  std::vector<head> heads_;
  std::string text_;
  std::size_t at_ = 0;
  std::size_t rows_ = 0;
};

/// `lesion not healing (treatment-failure)`: the title, or the name where there is none.
std::string rule_text(cds::rule_id id, const report_options& options);
/// Critical, warning, info, with their colours.
std::string urgency_key();

} // namespace server
