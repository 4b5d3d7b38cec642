// Feedback and decisions as rows of the embedded store.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "server/store/sqlite.hpp"
#include "server/store/store.hpp"

namespace server::sqlite {

/// How the outcomes of each rule begin, `,"renal-dose","1.0.0","`, made once for the edition of the knowledge that most
/// decisions share: to write them for each was a seventh of what a decision cost the store.
class rule_texts {
 public:
  void take(const std::shared_ptr<const hooks::knowledge_edition>& next);
  std::string_view of(cds::rule_id rule) const { return texts_.at(static_cast<std::size_t>(rule)); }

 private:
  std::shared_ptr<const hooks::knowledge_edition> by_;
  std::array<std::string, cds::rule_count> texts_;
};

/// Inserts inside a transaction of the caller, with statements prepared once. What is there already stays as it is.
class rows {
 public:
  explicit rows(const connection& into);

  void add(const feedback_batch& batch);
  void add(const hooks::decision_record& made);

 private:
  void add(const feedback_batch& batch, const hooks::feedback_item& item);
  void add_card(std::int64_t decision, const hooks::issued_card& card, const hooks::knowledge_edition& by);
  bool inserted() const; // false: it was there

  sqlite3* on_;
  statement feedback_;
  statement accepted_;
  statement decision_;
  statement card_;
  rule_texts rule_texts_;
};

} // namespace server::sqlite
