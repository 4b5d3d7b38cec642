#include "hooks/borrowed_document.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

TEST(BorrowedDocument, GivesBackWhatAHugeRequestNeeded) {
  std::string huge = "[0";
  while (huge.size() < 512 * 1024) huge += ",0";
  huge += "]";
  {
    const hooks::borrowed_document document;
    ASSERT_TRUE(document->read(huge));
    EXPECT_GT(document->memory_bytes(), fhir::json::document::kept_bytes);
  }
  const hooks::borrowed_document next;
  EXPECT_LE(next->memory_bytes(), fhir::json::document::kept_bytes);
}

TEST(BorrowedDocument, KeepsNothingToRead) {
  {
    const hooks::borrowed_document document;
    ASSERT_TRUE(document->read(R"({"patient":"p-1"})"));
  }
  const hooks::borrowed_document next;
  EXPECT_FALSE(next->root().exists());
}

} // namespace
