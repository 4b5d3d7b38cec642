#include "fhir/report.hpp"

#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

TEST(Members, AreReadByKind) {
  const sample::parsed text("{'o':{},'a':[],'s':'x','e':'','n':1.5,'i':7,'b':true,'z':null}");
  const auto root = text.root();
  fhir::report to;
  EXPECT_TRUE(object_member(root, "o", to));
  EXPECT_TRUE(array_member(root, "a", to));
  EXPECT_EQ(string_member(root, "s", to), "x");
  EXPECT_EQ(string_member(root, "e", to), std::nullopt);
  EXPECT_EQ(number_member(root, "n", to), 1.5);
  EXPECT_EQ(integer_member(root, "i", to), 7);
  EXPECT_EQ(boolean_member(root, "b", to), true);
  for (const auto name : {"z", "absent"}) {
    EXPECT_FALSE(object_member(root, name, to)) << name;
    EXPECT_FALSE(array_member(root, name, to)) << name;
    EXPECT_FALSE(string_member(root, name, to)) << name;
    EXPECT_FALSE(number_member(root, name, to)) << name;
    EXPECT_FALSE(integer_member(root, name, to)) << name;
    EXPECT_FALSE(boolean_member(root, name, to)) << name;
    EXPECT_FALSE(fhir::has(root, name)) << name;
  }
  EXPECT_TRUE(to.unread.empty());
  EXPECT_TRUE(to.faults.empty());
}

TEST(Members, OfAnotherKindAreReported) {
  const sample::parsed text("{'in':{'o':1,'a':{},'s':5,'n':'1','i':1.5,'b':'true'}}");
  const auto in = text.root()["in"];
  fhir::report to;
  EXPECT_FALSE(object_member(in, "o", to));
  EXPECT_FALSE(array_member(in, "a", to));
  EXPECT_FALSE(string_member(in, "s", to));
  EXPECT_FALSE(number_member(in, "n", to));
  EXPECT_FALSE(integer_member(in, "i", to));
  EXPECT_FALSE(boolean_member(in, "b", to));
  const std::vector<cds::unread> want = {
      {"in.o", "must be an object"}, {"in.a", "must be an array"},       {"in.s", "must be a string"},
      {"in.n", "must be a number"},  {"in.i", "must be a whole number"}, {"in.b", "must be true or false"},
  };
  EXPECT_EQ(to.unread, want);
}

TEST(Members, DatesAreReportedWithoutTheirText) {
  const sample::parsed text("{'good':'2026-01-05','bad':'2026-02-30','span':{'start':'2026','end':'soon'}}");
  fhir::report to;
  EXPECT_EQ(date_member(text.root(), "good", to), sample::at("2026-01-05"));
  EXPECT_EQ(date_member(text.root(), "bad", to), std::nullopt);
  const auto span = period_member(text.root(), "span", to);
  EXPECT_EQ(span.start, sample::at("2026"));
  EXPECT_EQ(span.end, std::nullopt);
  const std::vector<cds::unread> want = {
      {"bad", "not a date: the month has no such day"},
      {"span.end", "not a date: the date does not begin with a year of four digits"},
  };
  EXPECT_EQ(to.unread, want);
}

TEST(Members, QuotedTextIsShortAndPrintable) {
  EXPECT_EQ(fhir::quoted("mg/dL"), "`mg/dL`");
  EXPECT_EQ(fhir::quoted("a`b\n\x01\xC3\xA9"), "`a?b????`");
  EXPECT_EQ(fhir::quoted(std::string(40, 'x')), "`" + std::string(32, 'x') + "...`");
}

TEST(SameContent, ComparesWhatItSays) {
  const struct {
    std::string_view a, b;
    bool same;
  } cases[] = {
      {"{'x':1,'y':[true,null,'s']}", "{'y':[true,null,'s'],'x':1}", true},
      {"{'x':1.0}", "{'x':1}", true},
      {"{'x':1,'meta':{'versionId':'1'}}", "{'x':1,'meta':{'versionId':'2'}}", true},
      {"{'x':1,'meta':{}}", "{'x':1}", true},
      {"{'x':1}", "{'x':2}", false},
      {"{'x':1}", "{'x':1,'y':1}", false},
      {"{'x':1,'y':1}", "{'x':1}", false},
      {"{'x':[1,2]}", "{'x':[2,1]}", false},
      {"{'x':[1]}", "{'x':[1,1]}", false},
      {"{'x':'1'}", "{'x':1}", false},
      {"{'x':null}", "{'x':false}", false},
      {"[]", "{}", false},
  };
  for (const auto& c : cases) {
    const sample::parsed a(c.a), b(c.b);
    EXPECT_EQ(fhir::same_content(a.root(), b.root(), {"meta"}), c.same) << c.a << " " << c.b;
  }
}

} // namespace
