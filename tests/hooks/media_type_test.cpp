#include "hooks/media_type.hpp"

#include <gtest/gtest.h>

namespace {

TEST(MediaType, ReadsJsonInUtf8Only) {
  const struct {
    const char* content_type;
    const char* content_encoding;
    bool read;
  } table[] = {
      {"application/json", "", true},
      {"Application/JSON", "", true},
      {" application/json ", "", true},
      {"application/json;charset=utf-8", "", true},
      {"application/json; charset=UTF-8", "", true},
      {"application/json; charset=\"utf-8\"", "", true},
      {"application/json; profile=x; charset=utf-8", "", true},
      {"application/json;", "", true},
      {"application/json", "identity", true},
      {"application/json", " Identity", true},
      {"application/json; charset=iso-8859-1", "", false},
      {"application/json; charset=utf-16", "", false},
      {"application/json; charset=", "", false},
      {"application/json; charset=\"", "", false},
      {"application/fhir+json", "", false},
      {"application/jsonx", "", false},
      {"text/json", "", false},
      {"text/plain", "", false},
      {"application/x-www-form-urlencoded", "", false},
      {"", "", false},
      {";", "", false},
      {"application/json", "gzip", false},
      {"application/json", "identity, gzip", false},
      {"application/json", "br", false},
  };
  for (const auto& one : table) {
    auto refused = hooks::refuse_format(one.content_type, one.content_encoding);
    EXPECT_EQ(!refused.has_value(), one.read) << one.content_type << " | " << one.content_encoding;
    if (refused) {
      EXPECT_EQ(refused->status, 415);
    }
  }
}

} // namespace
