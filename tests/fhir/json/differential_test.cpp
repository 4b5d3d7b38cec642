// The same verdict and the same content as an independent parser, over generated texts and damaged copies of them.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <random>
#include <string>
#include <string_view>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

namespace {

class generator {
 public:
  explicit generator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }

  std::string text() {
    std::string out;
    element(out, 0);
    return out;
  }

  /// One byte replaced, removed, added or doubled.
  std::string damage(std::string text) {
    constexpr std::string_view bytes = "{}[]:,\"\\ue0159.-+Ee \ntfn/\x01\x7F\x80\xC3\xA9\xE2\xED\xF0\xFF";
    const auto at = below(text.size());
    const char byte = bytes[below(bytes.size())];
    switch (below(4)) {
    case 0:
      text[at] = byte;
      break;
    case 1:
      text.erase(at, 1 + below(3));
      break;
    case 2:
      text.insert(at, 1, byte);
      break;
    default:
      text.insert(at, text.substr(at, 1 + below(6)));
    }
    return text;
  }

 private:
  template<std::size_t N> void one_of(std::string& out, const std::string_view (&choices)[N]) {
    out += choices[below(N)];
  }

  void blank(std::string& out) { one_of(out, {"", "", "", " ", "\n", "\t", "\r\n  "}); }

  void string(std::string& out) {
    out += '"';
    for (auto n = below(8); n > 0; --n) {
      one_of(out, {"a", "bc", " ", "/", "\\\"", "\\\\", "\\/", "\\n", "\\u00e9", "\\uD83D\\uDE00", "\xC3\xA9",
                   "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\\u0001", "{", "]", "0.5"});
    }
    out += '"';
  }

  void number(std::string& out) {
    one_of(out, {"0", "-0", "1", "-17", "1.00", "0.1", "5.5E0", "1e-5", "3e+10", "12345678901234567890", "1e300",
                 "2.5e-320", "0.30000000000000004", "179769313486231570000000000000000000000", "123456789.125"});
  }

  void element(std::string& out, int depth) {
    blank(out);
    switch (below(depth > 4 ? 4 : 6)) {
    case 0:
      one_of(out, {"null", "true", "false"});
      break;
    case 1:
      number(out);
      break;
    case 2:
    case 3:
      string(out);
      break;
    case 4:
      array(out, depth);
      break;
    default:
      object(out, depth);
    }
    blank(out);
  }

  void array(std::string& out, int depth) {
    out += '[';
    for (auto n = below(6), i = n; i > 0; --i) {
      element(out, depth + 1);
      if (i > 1) out += ',';
    }
    blank(out);
    out += ']';
  }

  void object(std::string& out, int depth) {
    out += '{';
    const auto members = below(10) == 0 ? 15 + below(10) : below(6);
    for (auto i = members; i > 0; --i) {
      blank(out);
      out += "\"m\\t" + std::to_string(i) + "\"";
      blank(out);
      out += ':';
      element(out, depth + 1);
      if (i > 1) out += ',';
    }
    out += '}';
  }

  std::mt19937 random_;
};

using other_document = rapidjson::Document;

bool parsed_by_other(std::string_view text, other_document& into) {
  constexpr unsigned flags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
  into.Parse<flags>(text.data(), text.size());
  return !into.HasParseError();
}

/// Refused here on purpose although it is JSON, or by the other on its own account.
bool stricter_by_intent(const fhir::issue& fault) {
  for (const auto* part :
       {"given twice", "\\u0000", "half of a surrogate pair", "exponent of a number", "number is too large"}) {
    if (fault.message.find(part) != std::string::npos) return true;
  }
  return false;
}

void compare(std::string_view text, int& accepted, int& refused) {
  fhir::json::document ours;
  other_document theirs;
  const auto read = ours.read(text);
  const bool other_accepts = parsed_by_other(text, theirs);
  if (!read) {
    ++refused;
    EXPECT_TRUE(!other_accepts || stricter_by_intent(read.error())) << read.error().message << "\n" << text;
    return;
  }
  ++accepted;
  ASSERT_TRUE(other_accepts) << text;
  std::string rewritten;
  fhir::json::writer(rewritten).value(*read);
  other_document again;
  ASSERT_TRUE(parsed_by_other(rewritten, again)) << rewritten;
  EXPECT_TRUE(theirs == again) << text << "\n" << rewritten;
}

TEST(StrictReader, AgreesWithAnotherParser) {
  generator generate(20260105);
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 3000 && !testing::Test::HasFailure(); ++i) {
    const auto text = generate.text();
    compare(text, accepted, refused);
    for (int damaged = 0; damaged < 5; ++damaged) compare(generate.damage(text), accepted, refused);
  }
  EXPECT_GT(accepted, 4000);
  EXPECT_GT(refused, 4000);
}

} // namespace
