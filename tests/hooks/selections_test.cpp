#include "hooks/selections.hpp"

#include <gtest/gtest.h>

#include "tests/hooks/faults.hpp"

namespace {

constexpr std::string_view base = "https://ehr.example.org/fhir";

const std::string drafts =
    R"("draftOrders":{"resourceType":"Bundle","entry":[)"
    R"({"resource":{"resourceType":"MedicationRequest","id":"a"}},)"
    R"({"resource":{"resourceType":"ServiceRequest","id":"b"}},)"
    R"({"fullUrl":"urn:uuid:c0ffee00-0000-4000-8000-000000000001","resource":{"resourceType":"MedicationRequest"}},)"
    R"({"fullUrl":"https://ehr.example.org/fhir/MedicationRequest/d","resource":{"resourceType":"MedicationRequest","id":"d"}},)"
    R"({"resource":{"resourceType":"ServiceRequest","id":"a"}}]})";

/// A context with these selections; the document points into the body.
struct asked {
  explicit asked(const std::string& selections) : body("{" + selections + drafts + "}") {
    auto root = document.read(body);
    if (!root) throw std::invalid_argument(root.error().message);
    context = *root;
  }

  std::string body;
  fhir::json::document document;
  fhir::json::value context;
};

/// The indexes of the entries that are named.
std::string named_by(const std::string& selections) {
  const asked one(R"("selections":)" + selections + ",");
  const hooks::selections selected(one.context["selections"], base);
  std::string indexes;
  for (std::size_t i = 0; i < 5; ++i) {
    if (selected.name(one.context["draftOrders"]["entry"][i])) indexes += std::to_string(i);
  }
  return indexes;
}

TEST(Selections, NameDraftsInEveryForm) {
  const struct {
    const char* selections;
    const char* named;
  } table[] = {
      {R"([])", ""},
      {R"(["MedicationRequest/a"])", "0"},
      {R"(["ServiceRequest/a"])", "4"},
      {R"(["a"])", "04"},
      {R"(["MedicationRequest/a","ServiceRequest/b"])", "01"},
      {R"(["MedicationRequest/b"])", ""},
      {R"(["MedicationRequest/a/_history/3"])", "0"},
      {R"(["https://ehr.example.org/fhir/MedicationRequest/a"])", "0"},
      {R"(["https://other.example.org/fhir/MedicationRequest/a"])", ""},
      {R"(["urn:uuid:c0ffee00-0000-4000-8000-000000000001"])", "2"},
      {R"(["https://ehr.example.org/fhir/MedicationRequest/d"])", "3"},
      {R"(["MedicationRequest/A"])", ""},
      {R"(["MedicationRequest/"])", ""},
      {R"([""])", ""},
      {R"(["x","MedicationRequest/d"])", "3"},
  };
  for (const auto& one : table) EXPECT_EQ(named_by(one.selections), one.named) << one.selections;
}

TEST(Selections, AreRefusedWhenTheyCannotBeMeant) {
  const std::string none = "value selections: names none of `context.draftOrders`";
  const struct {
    const char* selections;
    std::string faults;
  } table[] = {
      {R"("selections":["MedicationRequest/a"],)", ""},
      {R"("selections":["MedicationRequest/a","MedicationRequest/gone"],)", ""},
      {R"("selections":[],)", ""},
      {R"()", "required selections: missing"},
      {R"("selections":null,)", "required selections: missing"},
      {R"("selections":"MedicationRequest/a",)", "structure selections: must be an array of strings, not a string"},
      {R"("selections":{},)", "structure selections: must be an array of strings, not an object"},
      {R"("selections":["MedicationRequest/a",7,null],)", "structure selections[1]: must be a string, not a number\n"
                                                          "structure selections[2]: must be a string, not null"},
      {R"("selections":["MedicationRequest/gone"],)", none},
      {R"("selections":[""],)", none},
  };
  for (const auto& row : table) {
    const asked one(row.selections);
    std::vector<fhir::issue> faults;
    hooks::check_selections(one.context, one.context["draftOrders"], base, faults);
    EXPECT_EQ(hooks_tests::to_text(faults), row.faults) << row.selections;
  }
}

TEST(Selections, KeepTheDraftsInTheirPlaces) {
  const asked one(R"("selections":["urn:uuid:c0ffee00-0000-4000-8000-000000000001","MedicationRequest/d"],)");
  cds::facts chart;
  chart.drafts.resize(3);
  chart.drafts[0].entry = 0;
  chart.drafts[1].entry = 2;
  chart.drafts[2].entry = 3;
  hooks::keep_selected(chart, one.context["draftOrders"], {one.context["selections"], base});
  ASSERT_EQ(chart.drafts.size(), 2u);
  EXPECT_EQ(chart.drafts[0].entry, 2u);
  EXPECT_EQ(chart.drafts[1].entry, 3u);
  ASSERT_EQ(chart.not_selected.size(), 1u);
  EXPECT_EQ(chart.not_selected[0].entry, 0u);
}

// An order that is being rewritten may stand in the chart as well; it counts neither when it is checked nor when not.
TEST(Selections, LeaveNoDraftBehindAsAnOrderOfTheChart) {
  const asked one(R"("selections":["MedicationRequest/d"],)");
  cds::facts chart;
  chart.drafts.resize(2);
  chart.drafts[0].source = {"MedicationRequest", "a"};
  chart.drafts[1].source = {"MedicationRequest", "d"};
  chart.drafts[1].entry = 3;
  chart.requests.items.resize(3);
  chart.requests.items[0].source = {"MedicationRequest", "a"};
  chart.requests.items[1].source = {"MedicationRequest", "running"};
  chart.requests.items[2].source = {}; // one without an id
  hooks::keep_selected(chart, one.context["draftOrders"], {one.context["selections"], base});
  ASSERT_EQ(chart.drafts.size(), 1u);
  EXPECT_EQ(chart.drafts[0].source.id, "d");
  ASSERT_EQ(chart.requests.items.size(), 2u);
  EXPECT_EQ(chart.requests.items[0].source.id, "running");
}

} // namespace
