#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using cds_knowledge::file_set;
using cds_knowledge::hash_of;

// The published test vectors of FNV-1a hold for plain bytes; a set adds a zero byte after each name and text.
TEST(Hash, IsFnv1aOfNamesAndTexts) {
  EXPECT_EQ(hash_of({}), "cbf29ce484222325");
  EXPECT_EQ(hash_of({{{"", ""}}}), "08328807b4eb6fed");
}

TEST(Hash, DependsOnEveryByteAndNotOnTheOrder) {
  const std::string one = hash_of({{{"a", "x"}, {"b", "y"}}});
  EXPECT_EQ(one, hash_of({{{"b", "y"}, {"a", "x"}}}));
  for (const file_set& other : std::vector<file_set>{{{{"a", "x"}, {"b", "z"}}},
                                                     {{{"a", "y"}, {"b", "x"}}},
                                                     {{{"a", "xb"}, {"", "y"}}},
                                                     {{{"a", "x"}}},
                                                     {{{"a", "x"}, {"b", "y"}}, {{"a", "x"}}}})
    EXPECT_NE(one, hash_of(other));
  EXPECT_EQ(knowledge_tests::embedded_knowledge().hash, hash_of({cds_knowledge::embedded()}));
}

} // namespace
