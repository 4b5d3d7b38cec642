// The JSON document of one call on memory that the thread keeps for the next one.
#pragma once

#include "fhir/json/document.hpp"

namespace hooks {

/// One at a time for each thread. Its end clears the document, so that nothing of a request stays readable and what a
/// huge one needed is given back.
class borrowed_document {
 public:
  borrowed_document() = default;
  borrowed_document(const borrowed_document&) = delete;
  borrowed_document& operator=(const borrowed_document&) = delete;
  ~borrowed_document() { of_this_thread().clear(); }

  fhir::json::document* operator->() const { return &of_this_thread(); }

 private:
  static fhir::json::document& of_this_thread() {
    thread_local fhir::json::document kept;
    return kept;
  }
};

} // namespace hooks
