// An update gives a draft back as it was written: a thousand drafts that nobody has seen before.
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tests/fhir/proposals/desk.hpp"

namespace {

using fhir::json::kind;
using fhir::json::value;

constexpr unsigned drafts = 1000;

/// Writes JSON at random; the same seed writes the same text.
class scribe {
 public:
  explicit scribe(unsigned seed) : random_(seed) {}

  bool one_in(unsigned n) { return below(n) == 0; }
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string name() {
    static const std::vector<std::string> names = {
        "x-unknown", "extension", "_status",      "_intent", "modelNumber",    "\\u00e9tat",       "a b",   "$",
        "value",     "text",      "resourceType", "id",      "\\\"quoted\\\"", "\xF0\x9F\x92\x8A", "note2", "_value"};
    return names[below(names.size())] + (one_in(3) ? std::to_string(below(100)) : "");
  }

  std::string scalar() {
    static const std::vector<std::string> scalars = {"1.00",
                                                     "-0.0",
                                                     "-0",
                                                     "1e2",
                                                     "1E+2",
                                                     "2.50e-3",
                                                     "0.1",
                                                     "123456789012345678901234567890",
                                                     "1e300",
                                                     "-1e-300",
                                                     "9007199254740993",
                                                     "1.10",
                                                     "true",
                                                     "false",
                                                     R"("x")",
                                                     R"(" ")",
                                                     R"("caf\u00e9 \ud83d\udc8a")",
                                                     R"("line\nbreak\ttab \/ \\ \" ")",
                                                     R"("\u2028\u2029\u007f\u0001")",
                                                     "\"\xC3\xA9\xE2\x80\xA8\"",
                                                     R"("take 1 tablet twice daily")",
                                                     R"("MedicationRequest/draft-1")"};
    return scalars[below(scalars.size())];
  }

  std::string element(unsigned depth) {
    if (depth == 0 || one_in(3)) return scalar();
    return one_in(2) ? list(depth) : object(depth);
  }

  /// With nulls for items that are not there, but never those alone.
  std::string list(unsigned depth) {
    std::string text = "[";
    for (std::size_t i = 0, n = 1 + below(3); i < n; ++i)
      text.append(i == 0 ? "" : ",").append(i > 0 && one_in(5) ? "null" : element(depth - 1));
    return text + "]";
  }

  std::string object(unsigned depth) { return "{" + members(1 + below(3), depth - 1) + "}"; }

  std::string members(std::size_t count, unsigned depth) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      text.append(i == 0 ? "\"" : ",\"").append(name()).append("-" + std::to_string(i));
      text.append("\":").append(element(depth));
    }
    return text;
  }

  template<class T> void shuffle(std::vector<T>& items) { std::shuffle(items.begin(), items.end(), random_); }

 private:
  std::mt19937 random_;
};

std::string dosage_of(scribe& by) {
  return R"({"text":"1 tablet twice daily","timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},)" +
         by.members(1, 2) + "}";
}

std::string draft_written_by(scribe& by) {
  std::vector<std::string> parts = {
      by.one_in(4) ? R"("resourceType":"MedicationOrder")" : R"("resourceType":"MedicationRequest")",
      R"("id":"draft-1")",
      R"("status":"draft")",
      R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]})",
      R"("subject":{"reference":"Patient/p1"})",
      R"("dispenseRequest":{"numberOfRepeatsAllowed":2,"quantity":{"value":20.0,"unit":"tab"},"extension":)" +
          by.list(3) + R"(,"expectedSupplyDuration":{"value":10,"unit":"d"},"validityPeriod":{"start":"2026-01-01"}})",
      R"("substitution":{"allowedBoolean":true,"reason":)" + by.object(3) + "}",
      R"("note":[{"text":"ask \u0061gain","time":"2026-01-01"}])",
  };
  if (!by.one_in(5)) parts.push_back("\"dosageInstruction\":[" + dosage_of(by) + "]");
  std::set<std::string> taken = {"resourceType", "id", "text", "_text"};
  for (std::size_t i = 0; i < 6; ++i)
    if (const auto called = by.name(); taken.insert(called).second)
      parts.push_back("\"" + called + "\":" + by.element(4));
  by.shuffle(parts);
  std::string text = "{";
  for (const auto& part : parts) text.append(text == "{" ? "" : ",").append(part);
  return text + "}";
}

/// Whether two values are one: the same names in the same order, the same text of each number.
bool same(const value& a, const value& b) {
  if (a.kind() != b.kind() || a.size() != b.size() || a.name() != b.name()) return false;
  if (a.string() != b.string() || a.number_text() != b.number_text() || a.boolean() != b.boolean()) return false;
  auto other = b.begin();
  for (const auto child : a) {
    if (!same(child, *other)) return false;
    ++other;
  }
  return true;
}

bool is_among(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Every member that does not follow from the dosage comes back, in its place. Of those that do, only the name.
void expect_echo(const value& sent, const value& got, std::initializer_list<std::string_view> left_out,
                 const std::string& text) {
  std::vector<value> before, after;
  for (const auto member : sent)
    if (!is_among(left_out, member.name())) before.push_back(member);
  for (const auto member : got) after.push_back(member);
  const bool added = got["dosageInstruction"].exists() && !sent["dosageInstruction"].exists();
  ASSERT_EQ(before.size() + (added ? 1 : 0), after.size()) << text;
  for (std::size_t i = 0; i < before.size(); ++i) {
    ASSERT_EQ(before[i].name(), after[i].name()) << text;
    if (is_among({"dosageInstruction", "dispenseRequest", "quantity", "expectedSupplyDuration"}, before[i].name()))
      continue;
    EXPECT_TRUE(same(before[i], after[i])) << before[i].name() << "\n" << text;
  }
}

TEST(Echo, AnUpdateIsTheDraftButForItsDosage) {
  std::set<std::string> written;
  for (unsigned seed = 0; seed < drafts; ++seed) {
    scribe by(seed);
    const auto draft = draft_written_by(by);
    fhir::json::document sent;
    const auto before = sent.read(draft);
    ASSERT_TRUE(before) << draft;
    desk::request r({draft});
    r.draft(0).amount = cds::quantity{20, cds::unit::product_unit};
    const double dose_mg = by.one_in(2) ? 2000 : 1000;
    const cds::action changes[] = {cds::change_dosage{0, {.dose_mg = dose_mg, .interval_hours = 12, .days = 1}, ""},
                                   cds::change_foscarnet{0, 40, dose_mg, 8, 1, ""}};
    for (const auto& change : changes) {
      const auto updated = desk::to_proposal(change, r.context()).resource;
      fhir::json::document got;
      const auto after = got.read(updated);
      const auto both = draft + "\n" + updated;
      ASSERT_TRUE(after) << both;
      expect_echo(*before, *after, {}, both);
      const auto supply = (*before)["dispenseRequest"], new_supply = (*after)["dispenseRequest"];
      if (std::holds_alternative<cds::change_dosage>(change))
        expect_echo(supply, new_supply, {}, both);
      else
        expect_echo(supply, new_supply, {"quantity", "expectedSupplyDuration"}, both);
    }
    written.insert(draft);
  }
  EXPECT_EQ(written.size(), drafts);
}

// The comparison itself must see what it looks for.
TEST(Echo, TheComparisonSeesEveryDifference) {
  const auto differ = [](std::string_view a, std::string_view b) {
    fhir::json::document left, right;
    return !same(left.read(a).value(), right.read(b).value());
  };
  EXPECT_FALSE(differ(R"({"a":[1.00,"\u00e9",null]})", "{\"a\":[1.00,\"\xC3\xA9\",null]}"));
  for (const auto& [a, b] :
       {std::pair{"1.00", "1.0"}, std::pair{"1e2", "100"}, std::pair{"-0.0", "0"},
        std::pair{R"({"a":1,"b":2})", R"({"b":2,"a":1})"}, std::pair{R"("x")", R"("X")"}, std::pair{"[1]", "[1,2]"},
        std::pair{"true", "false"}, std::pair{"null", "0"}, std::pair{R"({"a":{"b":1}})", R"({"a":{"c":1}})"}})
    EXPECT_TRUE(differ(a, b)) << a << " and " << b;
}

} // namespace
