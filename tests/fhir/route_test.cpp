#include "fhir/route.hpp"

#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using cds::route;

TEST(Route, IsReadFromCodesAndText) {
  const std::pair<std::string_view, route> cases[] = {
      {"{'coding':[{'system':'http://snomed.info/sct','code':'26643006'}]}", route::oral},
      {"{'coding':[{'system':'http://snomed.info/sct','code':'47625008'}]}", route::intravenous},
      {"{'coding':[{'system':'http://snomed.info/sct','code':'6064005'}]}", route::topical},
      {"{'coding':[{'system':'http://snomed.info/sct','code':'54485002'}]}", route::ophthalmic},
      {"{'coding':[{'system':'http://snomed.info/sct','code':'54471007'}]}", route::buccal},
      {"{'coding':[{'system':'http://snomed.info/sct','code':'78421000'}]}", route::other},
      {"{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration','code':'PO'}]}",
       route::oral},
      {"{'coding':[{'code':'C38276'}]}", route::intravenous},
      {"{'text':'oral'}", route::oral},
      {"{'text':'By mouth'}", route::oral},
      {"{'text':'IV'}", route::intravenous},
      {"{'text':'Topical'}", route::topical},
      {"{'coding':[{'code':'local-1'}],'text':'Oral'}", route::oral},
      {"{'coding':[{'code':'local-1'},{'code':'26643006'}]}", route::oral},
      {"{'coding':[{'code':'26643006'},{'code':'PO'}]}", route::oral},
      {"{}", route::unknown},
      {"{'coding':[]}", route::unknown},
  };
  for (const auto& [json, expected] : cases) {
    const sample::parsed text(json);
    fhir::report to;
    EXPECT_EQ(fhir::read_route(text.root(), to), expected) << json;
  }
  fhir::report to;
  EXPECT_EQ(fhir::read_route({}, to), route::unknown);
}

TEST(Route, IsNotGuessed) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"{'coding':[{'code':'26643006'},{'code':'47625008'}]}", "its codes name different routes"},
      {"{'coding':[{'code':'local-1'}]}", "the route is not a known one"},
      {"{'text':'oral or topical'}", "the route is not a known one"},
      {"{'text':'to the lip'}", "the route is not a known one"},
  };
  for (const auto& [json, reason] : cases) {
    const sample::parsed text(json);
    fhir::report to;
    const auto got = fhir::read_route(text.root(), to);
    ASSERT_FALSE(got) << json;
    EXPECT_EQ(got.error(), reason) << json;
  }
}

} // namespace
