// The JSON document of one call on memory that the thread keeps for the next one.
#pragma once

#include <memory>
#include <vector>

#include "fhir/json/document.hpp"

namespace hooks {

/// As many at a time for each thread as calls are under way on it: one that waits for data keeps its own. Its end
/// clears the document, so that nothing of a request stays readable and what a huge one needed is given back.
class borrowed_document {
 public:
  borrowed_document() : document_(take()) {}
  borrowed_document(borrowed_document&&) = default;
  borrowed_document& operator=(borrowed_document&&) = delete;
  ~borrowed_document() {
    if (!document_) return;
    document_->clear();
    if (kept().size() < most_kept) kept().push_back(std::move(document_));
  }

  fhir::json::document* operator->() const { return document_.get(); }

 private:
  using owned = std::unique_ptr<fhir::json::document>;
  static constexpr std::size_t most_kept = 2;

  static std::vector<owned>& kept() {
    thread_local std::vector<owned> documents;
    return documents;
  }
  static owned take() {
    if (kept().empty()) return std::make_unique<fhir::json::document>();
    auto last = std::move(kept().back());
    kept().pop_back();
    return last;
  }

  owned document_;
};

} // namespace hooks
