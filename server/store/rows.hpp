// Feedback and decisions as rows of the embedded store.
#pragma once

#include "server/store/sqlite.hpp"
#include "server/store/store.hpp"

namespace server::sqlite {

/// Inserts inside a transaction of the caller, with statements prepared once. What is there already stays as it is.
class rows {
 public:
  explicit rows(const connection& into);

  void add(const feedback_batch& batch);
  void add(const hooks::decision_record& made);

 private:
  void add(const feedback_batch& batch, const hooks::feedback_item& item);
  void add_card(std::int64_t decision, const hooks::issued_card& card);
  bool inserted() const; // false: it was there

  sqlite3* on_;
  statement feedback_;
  statement accepted_;
  statement decision_;
  statement card_;
};

} // namespace server::sqlite
