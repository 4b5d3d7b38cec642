#include "hooks/base64url.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace {

using hooks::decode_base64url;
using hooks::encode_base64url;

TEST(Base64url, GoesBothWays) {
  for (const auto& [bytes, text] : std::vector<std::pair<std::string, std::string>>{
           {"", ""},
           {"f", "Zg"},
           {"fo", "Zm8"},
           {"foo", "Zm9v"},
           {"foob", "Zm9vYg"},
           {"fooba", "Zm9vYmE"},
           {"foobar", "Zm9vYmFy"},
           {"\xfb\xff\xbf", "-_-_"},
           {std::string(3, '\0'), "AAAA"},
           {"\xff", "_w"},
       }) {
    EXPECT_EQ(encode_base64url(bytes), text);
    EXPECT_EQ(decode_base64url(text), bytes) << text;
  }
  std::string every;
  for (int i = 0; i < 256; ++i) {
    every += static_cast<char>(i);
    EXPECT_EQ(decode_base64url(encode_base64url(every)), every) << i;
  }
}

TEST(Base64url, HasOneTextForEachSequenceOfBytes) {
  for (const char* text : {"A",    "AAAAA", "Zg==",  "Zg=",    "=",     "Zm8=",  "Zh",   "Zv",           "Zm9", "Zm-",
                           "+_-_", "-/-_",  "Zm 9v", "Zm9v\n", "Zm9v ", " Zm9v", "Zm9.", "Zm9v\xc3\xa4", "%3D", "Zm8*"})
    EXPECT_EQ(decode_base64url(text), std::nullopt) << text;
  EXPECT_EQ(decode_base64url(std::string_view("AA\0A", 4)), std::nullopt);
}

} // namespace
