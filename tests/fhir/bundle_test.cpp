#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fhir/bundle.hpp"
#include "sample_chart.hpp"

namespace {

using cds::supply;
using fhir::data_kind;
using ::testing::ElementsAre;

const std::string condition = "{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'}}";

sample::outcome conditions(std::string bundle) {
  return sample::read({.draft_orders = {}, .data = {{data_kind::conditions, std::move(bundle)}}});
}

TEST(Supply, StatesOfAKeyNeverMerge) {
  EXPECT_EQ(sample::read({})->conditions.state, supply::missing);
  EXPECT_EQ(conditions("null")->conditions.state, supply::complete);
  EXPECT_EQ(conditions("{'resourceType':'OperationOutcome'}")->conditions.state, supply::failed);
  EXPECT_EQ(conditions("{'resourceType':'Bundle'}")->conditions.state, supply::complete);
  EXPECT_EQ(conditions("{'resourceType':'Bundle','entry':null}")->conditions.state, supply::complete);
  EXPECT_EQ(conditions("{'resourceType':'Bundle','entry':[]}")->conditions.state, supply::complete);
  const auto present = conditions(sample::bundle({condition}));
  EXPECT_EQ(present->conditions.state, supply::complete);
  EXPECT_EQ(present->conditions.items.size(), 1U);
}

TEST(Supply, KeysHaveTheirPrefetchNames) {
  EXPECT_EQ(fhir::key_of(data_kind::patient), "patient");
  EXPECT_EQ(fhir::key_of(data_kind::medications), "medications");
  EXPECT_EQ(fhir::key_of(data_kind::service_requests), "serviceRequests");
  EXPECT_EQ(fhir::key_of(data_kind::allergies), "allergies");
}

struct set_case {
  std::string_view bundle; // @ stands for the entry of a Condition
  supply state;
  std::string_view unread = {};
};

TEST(Bundle, WholeOrNot) {
  const set_case cases[] = {
      {"{'resourceType':'Bundle','type':'searchset','total':1,'entry':[@]}", supply::complete},
      {"{'resourceType':'Bundle','type':'collection','entry':[@,{},{'fullUrl':'urn:uuid:1'},{'resource':null}]}",
       supply::complete},
      {"{'resourceType':'Bundle','link':[{'relation':'self','url':'x'}],'entry':[@]}", supply::complete},
      {"{'resourceType':'Bundle','link':[{'relation':'self'},{'relation':'next','url':'x'}],'entry':[@]}",
       supply::failed, "prefetch.conditions.link[1]: the result goes on on a page that was not sent"},
      {"{'resourceType':'Bundle','total':2,'entry':[@]}", supply::failed,
       "prefetch.conditions.total: it counts more resources than were sent"},
      {"{'resourceType':'Bundle','total':0,'entry':[@]}", supply::complete},
      {"{'resourceType':'Bundle','type':'history','entry':[@]}", supply::failed,
       "prefetch.conditions.type: a Bundle of this type is no search result"},
      {"{'resourceType':'Bundle','entry':[@,{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'"
       "warning'}]}}]}",
       supply::complete},
      {"{'resourceType':'Bundle','entry':[@,{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'"
       "information'},{"
       "'severity':'error'}]}}]}",
       supply::failed, "prefetch.conditions.entry[1].resource: the search reported an error"},
      {"{'resourceType':'Bundle','entry':[@,{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'fatal'"
       "}]}}]}",
       supply::failed, "prefetch.conditions.entry[1].resource: the search reported an error"},
      {"{'resourceType':'Bundle','entry':[@,{'resource':{'resourceType':'Basic'}}]}", supply::complete},
      {"{'resourceType':'Bundle','entry':[@,{'resource':{'resourceType':'Bundle','entry':[]}}]}", supply::failed,
       "prefetch.conditions.entry[1].resource: a Bundle inside a Bundle is not read"},
      {"{'resourceType':'Bundle','entry':[@,{'resource':{'id':'x'}}]}", supply::failed,
       "prefetch.conditions.entry[1].resource: it has no resourceType"},
      {"{'resourceType':'Bundle','entry':[@,@]}", supply::complete},
      {"{'resourceType':'Bundle','entry':[@,{'resource':{'resourceType':'Condition','id':'c1','subject':{'reference':'"
       "Patient/p1'},"
       "'code':{}}}]}",
       supply::failed, "prefetch.conditions.entry[1].resource: another entry has the same id and says something else"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.bundle);
    std::string bundle(c.bundle);
    for (auto at = bundle.find('@'); at != std::string::npos; at = bundle.find('@'))
      bundle.replace(at, 1, "{'resource':" + condition + "}");
    const auto read = conditions(bundle);
    ASSERT_THAT(read.faults(), ElementsAre());
    EXPECT_EQ(read->conditions.state, c.state);
    EXPECT_EQ(read->conditions.items.size(), c.state == supply::complete ? 1U : 0U);
    EXPECT_EQ(read.unread(), c.unread.empty() ? std::vector<std::string>{} : std::vector{std::string(c.unread)});
  }
}

TEST(Bundle, MalformedOnesRefuseTheRequest) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"[]", ": must be a Bundle"},
      {"'text'", ": must be a Bundle"},
      {"{}", ".resourceType: must be `Bundle`"},
      {"{'resourceType':'Condition'}", ".resourceType: must be `Bundle`"},
      {"{'resourceType':'Bundle','entry':{}}", ".entry: must be an array"},
      {"{'resourceType':'Bundle','entry':'x'}", ".entry: must be an array"},
      {"{'resourceType':'Bundle','entry':[5]}", ".entry[0]: must be an object"},
      {"{'resourceType':'Bundle','entry':[{},null]}", ".entry[1]: must be an object"},
      {"{'resourceType':'Bundle','entry':[{'resource':'x'}]}", ".entry[0].resource: must be an object"},
      {"{'resourceType':'Bundle','entry':[{'resource':[]}]}", ".entry[0].resource: must be an object"},
  };
  for (const auto& [bundle, fault] : cases) {
    EXPECT_THAT(conditions(std::string(bundle)).faults(), ElementsAre("prefetch.conditions" + std::string(fault)))
        << bundle;
    const auto drafts = sample::read({.draft_orders = std::string(bundle), .data = {}});
    EXPECT_THAT(drafts.faults(), ElementsAre("context.draftOrders" + std::string(fault))) << bundle;
  }
  EXPECT_THAT(sample::read({.draft_orders = "null", .data = {}}).faults(),
              ElementsAre("context.draftOrders: must be a Bundle"));
  EXPECT_THAT(sample::read({.draft_orders = sample::bundle({"{'id':'x'}"}), .data = {}}).faults(),
              ElementsAre("context.draftOrders.entry[0].resource.resourceType: must name the type of the resource"));
}

TEST(Bundle, EveryFaultOfARequestIsTold) {
  const auto read =
      sample::read({.draft_orders = "{'resourceType':'Bundle','entry':[5,{'resource':6}]}",
                    .data = {{data_kind::labs, "[]"}, {data_kind::allergies, "{'resourceType':'Bundle','entry':7}"}}});
  EXPECT_THAT(read.faults(),
              ElementsAre("prefetch.labs: must be a Bundle", "prefetch.allergies.entry: must be an array",
                          "context.draftOrders.entry[0]: must be an object",
                          "context.draftOrders.entry[1].resource: must be an object"));
}

TEST(DraftBundle, HoldsAsManyOrdersAsCanBeChecked) {
  const std::string order = "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'}}";
  const auto read = [&](std::size_t orders) {
    return sample::read({.draft_orders = sample::bundle(std::vector<std::string>(orders, order)), .data = {}});
  };
  EXPECT_EQ(read(fhir::most_drafts)->drafts.size(), fhir::most_drafts);
  EXPECT_THAT(
      read(fhir::most_drafts + 1).faults(),
      ElementsAre("context.draftOrders.entry: holds more than the 200 draft orders that are checked at a time"));
}

} // namespace
