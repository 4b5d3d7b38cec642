#include "server/outbound/target.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/outbound/secret.hpp"

namespace {

using server::is_below;
using server::is_header_value;
using server::read_target;

struct good_row {
  std::string url;
  std::string origin;
  std::string host;
  std::string path;
};

TEST(Target, ReadsWhatMayBeAsked) {
  for (const auto& [url, origin, host, path] : std::vector<good_row>{
           {"https://fhir.example", "fhir.example:443", "fhir.example", "/"},
           {"https://fhir.example/", "fhir.example:443", "fhir.example", "/"},
           {"HTTPS://FHIR.Example:443/R4", "fhir.example:443", "fhir.example", "/R4"},
           {"https://fhir.example:8443/R4/Patient/1", "fhir.example:8443", "fhir.example:8443", "/R4/Patient/1"},
           {"https://fhir.example/R4/Condition?patient=1&code=http://loinc.org%7C1-2", "fhir.example:443",
            "fhir.example", "/R4/Condition?patient=1&code=http://loinc.org%7C1-2"},
           {"https://fhir.example?x=1", "fhir.example:443", "fhir.example", "/?x=1"},
           {"https://10.0.0.7/R4", "10.0.0.7:443", "10.0.0.7", "/R4"},
           {"https://[::1]:9443/R4", "[::1]:9443", "[::1]:9443", "/R4"},
           {"https://fhir.example/a%20b/...", "fhir.example:443", "fhir.example", "/a%20b/..."},
           {"https://fhir.example/R4//Patient", "fhir.example:443", "fhir.example", "/R4//Patient"},
       }) {
    const auto target = read_target(url);
    ASSERT_TRUE(target) << url;
    EXPECT_EQ(to_text(target->origin), origin) << url;
    EXPECT_EQ(target->host, host) << url;
    EXPECT_EQ(target->path_and_query, path) << url;
    EXPECT_TRUE(target->origin.tls) << url;
  }
}

TEST(Target, RefusesWhatMayNot) {
  for (const auto& url : std::vector<std::string>{"",
                                                  "/",
                                                  "fhir.example",
                                                  "//fhir.example/",
                                                  "https:",
                                                  "https:///R4",
                                                  "https://",
                                                  "http://fhir.example/",
                                                  "ftp://fhir.example/",
                                                  "file:///etc/passwd",
                                                  "https://user@fhir.example/",
                                                  "https://user:pw@fhir.example/",
                                                  "https://@fhir.example/",
                                                  "https://fhir.example/#here",
                                                  "https://fhir.example/#",
                                                  "https://fhir.example:0/",
                                                  "https://fhir.example:/",
                                                  "https://fhir.example:65536/",
                                                  "https://fhir.example:a/",
                                                  "https://fhir example/",
                                                  "https://fhir.example/a b",
                                                  "https://fhir.example/a\r\nHost: x",
                                                  "https://fhir.example/a\nb",
                                                  "https://fhir.example/\t",
                                                  "https://fhir.example/%0d%0aHost:x",
                                                  "https://fhir.example/?a=%0D%0A",
                                                  "https://fhir.example/%00",
                                                  std::string("https://fhir.example/\0", 22),
                                                  "https://fhir.example/a%2Fb",
                                                  "https://fhir.example/a%5cb",
                                                  "https://fhir.example/R4/../admin",
                                                  "https://fhir.example/R4/%2e%2E/admin",
                                                  "https://fhir.example/.",
                                                  "https://fhir.example/R4/..",
                                                  "https://fhir.example/%",
                                                  "https://fhir.example/%zz",
                                                  "https://fhir.example/\xc3\xa4",
                                                  "https://f\xc3\xa4.example/",
                                                  "https://fh%69r.example/",
                                                  "https://fhir.example\\@other.example/",
                                                  "https://.example/",
                                                  "https://fhir.example./",
                                                  "https://[v1.a]/",
                                                  "https://[::1/",
                                                  "https://127.0.0.1.example/",
                                                  "https://1.2.3.4x/",
                                                  "https://[::1]x/",
                                                  " https://fhir.example/",
                                                  "https://fhir.example/ ",
                                                  "https://fhir.example/" + std::string(8192, 'a')}) {
    EXPECT_FALSE(read_target(url)) << url;
  }
}

TEST(Target, TakesPlainHttpOnlyWhenToldTo) {
  const auto target = read_target("http://127.0.0.1:8080/R4", true);
  ASSERT_TRUE(target);
  EXPECT_FALSE(target->origin.tls);
  EXPECT_TRUE(target->origin.is_address);
  EXPECT_EQ(read_target("http://localhost/", true)->host, "localhost");
  EXPECT_FALSE(read_target("ftp://localhost/", true));
}

TEST(Target, KnowsWhatLiesBelowABase) {
  struct below_row {
    const char* base;
    const char* url;
    bool below;
  };
  for (const auto& [base, url, below] : std::vector<below_row>{
           {"https://a.example/R4", "https://a.example/R4", true},
           {"https://a.example/R4", "https://a.example/R4/Patient/1", true},
           {"https://a.example/R4/", "https://a.example/R4/Patient/1", true},
           {"https://a.example/R4/", "https://a.example/R4?page=2", true},
           {"https://a.example", "https://a.example/anything", true},
           {"https://a.example:443/R4", "https://A.example/R4/x", true},
           {"https://a.example/R4", "https://a.example/R40/Patient", false},
           {"https://a.example/R4", "https://a.example/r4/Patient", false},
           {"https://a.example/R4", "https://a.example/", false},
           {"https://a.example/R4", "https://a.example:8443/R4/Patient", false},
           {"https://a.example/R4", "https://b.example/R4/Patient", false},
           {"https://a.example/R4", "https://sub.a.example/R4/Patient", false},
           {"https://a.example/R4?x=1", "https://a.example/R4?x=1", false},
       })
    EXPECT_EQ(is_below(*read_target(base), *read_target(url)), below) << base << " " << url;
}

TEST(Target, LetsVisibleTextIntoHeadersAlone) {
  for (const auto* text : {"", "abc.DEF-123_~+/=", "application/fhir+json;q=1"})
    EXPECT_TRUE(is_header_value(text)) << text;
  for (const auto& text :
       std::vector<std::string>{"a b", "a\r\nX: y", "a\n", "\t", std::string("a\0", 2), "\x7f", "\xc3\xa4"})
    EXPECT_FALSE(is_header_value(text)) << text;
}

TEST(Secret, IsGoneAfterMovingAndWiping) {
  server::secret first{"Bearer ", "t"};
  server::secret copy = first;
  server::secret moved = std::move(first);
  EXPECT_EQ(moved.view(), "Bearer t");
  EXPECT_TRUE(first.empty()); // NOLINT(bugprone-use-after-move): that is the question
  const auto* memory = moved.view().data();
  moved.wipe();
  EXPECT_TRUE(moved.empty());
  EXPECT_EQ(std::string(memory, 8), std::string(8, '\0')); // the vector still owns it
  EXPECT_EQ(copy.view(), "Bearer t");
}

} // namespace
