// One resource of a vignette at a time is another patient's. No answer may rest on it.
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vignettes/posting.hpp"

namespace vignettes {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// A foscarnet draft proposed, one corrected, and a running course that is watched.
const std::vector<std::string> with_doses{"v02", "v08b", "v11"};

/// How a subject can fail to be this patient.
struct wrong {
  std::string_view how;
  std::function<void(object&)> make;
};

void name(object& resource, value reference) {
  resource[resource.contains("patient") ? "patient" : "subject"] = std::move(reference);
}

const wrong wrongs[] = {
    {"another",
     [](object& r) {
       name(r, object{{"reference", "Patient/another"}});
     }},
    {"missing",
     [](object& r) {
       r.erase("subject");
       r.erase("patient");
     }},
    {"contained",
     [](object& r) {
       r["contained"] = array{object{{"resourceType", "Patient"}, {"id", "p"}}};
       name(r, object{{"reference", "#p"}});
     }},
    {"urn",
     [](object& r) {
       name(r, object{{"reference", "urn:uuid:0b7c3a52-5f0e-4b0e-8f1c-6c7a3f1d2e4b"}});
     }},
    {"identifier",
     [](object& r) {
       name(r, object{{"identifier", object{{"system", "urn:oid:1.2.3"}, {"value", "9"}}}});
     }},
    {"absolute elsewhere",
     [](object& r) {
       const std::string own(r.at(r.contains("patient") ? "patient" : "subject").at("reference").as_string());
       name(r, object{{"reference", "https://elsewhere.example.org/fhir/" + own}});
     }},
    {"display",
     [](object& r) {
       name(r, object{{"display", "somebody"}});
     }},
};

hooks::reply answer(const std::string& vignette, const value& request) {
  return answer_to(boost::json::serialize(request), expectation_of(vignette).now);
}

/// Every suggested order that has a dose.
std::vector<std::string> doses(const value& body) {
  std::vector<std::string> all;
  for (const auto& card : body.at("cards").as_array())
    if (const auto* suggestions = card.as_object().if_contains("suggestions"))
      for (const auto& suggestion : suggestions->as_array())
        for (const auto& action : suggestion.at("actions").as_array())
          if (const auto text = boost::json::serialize(action); text.find("doseQuantity") != std::string::npos)
            all.push_back(text);
  return all;
}

/// Calls `visit(key, index of entry)` for each resource in the search sets of a request.
void for_each_resource(const value& request, const std::function<void(std::string, std::size_t)>& visit) {
  for (const auto& set : request.at("prefetch").as_object())
    if (const auto* entries = set.value().as_object().if_contains("entry"))
      for (std::size_t i = 0; i < entries->as_array().size(); ++i) visit(std::string(set.key()), i);
}

const object failed{{"resourceType", "OperationOutcome"}};

/// A resource of no kind that is read, of another patient.
const object strangers{{"resourceType", "Basic"}, {"id", "x"}, {"subject", object{{"reference", "Patient/another"}}}};

value& resource_at(value& request, const std::string& key, std::size_t index) {
  return request.at("prefetch").at(key).at("entry").at(index).at("resource");
}

// Whose a resource is decides before anything in it does: one that is not this patient's is worth what a stranger's is,
// to the byte of the answer, and its set what a failed search is. Where a failed search of that key refuses the
// request, the answer says what was not supplied.
TEST(Subjects, AForeignResourceMakesItsSetAFailedSearch) {
  std::size_t tried = 0;
  for (const auto& vignette : with_doses) {
    const auto request = boost::json::parse(request_of(vignette));
    for_each_resource(request, [&](const std::string& key, std::size_t index) {
      SCOPED_TRACE(vignette + " " + key + " " + std::to_string(index));
      auto without = request;
      without.at("prefetch").as_object()[key] = failed;
      auto tainted = request;
      resource_at(tainted, key, index) = strangers;
      const auto refused = answer(vignette, without);
      const auto expected = answer(vignette, tainted);
      ASSERT_EQ(expected.status, 200);
      if (refused.status == 200)
        EXPECT_EQ(expected.body, refused.body);
      else
        EXPECT_THAT(expected.body,
                    testing::AnyOf(testing::HasSubstr("could not be done"), testing::HasSubstr("were not supplied")));
      for (const auto& w : wrongs) {
        auto foreign = request;
        w.make(resource_at(foreign, key, index).as_object());
        EXPECT_EQ(answer(vignette, foreign).body, expected.body) << w.how;
        ++tried;
      }
    });
  }
  EXPECT_GT(tried, 300u);
}

/// A dose in mg/kg needs no weight.
bool needs_no_weight(const std::string& action) { return action.find(R"("unit":"mg/kg")") != std::string::npos; }

TEST(Subjects, NoDoseIsWorkedOutFromForeignLabsOrWeights) {
  for (const auto& vignette : with_doses) {
    const auto request = boost::json::parse(request_of(vignette));
    const auto usual = doses(boost::json::parse(answer(vignette, request).body));
    EXPECT_EQ(usual.empty(), vignette == "v11") << vignette;
    for (const auto& dose : usual) EXPECT_FALSE(needs_no_weight(dose)) << dose;
    for_each_resource(request, [&](const std::string& key, std::size_t index) {
      if (key != "labs" && key != "vitals") return;
      auto foreign = request;
      wrongs[0].make(foreign.at("prefetch").at(key).at("entry").at(index).at("resource").as_object());
      for (const auto& dose : doses(boost::json::parse(answer(vignette, foreign).body)))
        EXPECT_TRUE(key == "vitals" && needs_no_weight(dose)) << vignette << " " << key << " " << index << " " << dose;
    });
  }
}

TEST(Subjects, AForeignDraftOrPatientRefuses) {
  for (const auto& vignette : with_doses) {
    const auto request = boost::json::parse(request_of(vignette));
    for (const auto& w : wrongs) {
      auto foreign = request;
      w.make(foreign.at("context").at("draftOrders").at("entry").at(0).at("resource").as_object());
      const auto got = answer(vignette, foreign);
      EXPECT_EQ(got.status, 400) << vignette << " " << w.how;
      EXPECT_THAT(got.body, testing::HasSubstr("must name the patient of the context")) << w.how;
    }
    auto other = request;
    other.at("prefetch").at("patient").as_object()["id"] = "another";
    EXPECT_EQ(answer(vignette, other).status, 400) << vignette;
    other.at("prefetch").at("patient").as_object().erase("id");
    EXPECT_EQ(answer(vignette, other).status, 400) << vignette;
    auto context = request;
    context.at("context").as_object()["patientId"] = "another";
    EXPECT_EQ(answer(vignette, context).status, 400) << vignette;
    auto token = request;
    token.as_object()["fhirServer"] = "https://ehr.example.org/fhir";
    token.as_object()["fhirAuthorization"] = object{{"access_token", "t"}, {"patient", "another"}};
    EXPECT_EQ(answer(vignette, token).status, 400) << vignette;
  }
}

// The same identifier on both sides is the same patient.
TEST(Subjects, AnIdentifierOfThePatientChangesNothing) {
  const object identifier{{"system", "urn:oid:1.2.3"}, {"value", "9"}};
  for (const auto& vignette : with_doses) {
    auto request = boost::json::parse(request_of(vignette));
    const auto usual = answer(vignette, request);
    request.at("prefetch").at("patient").as_object()["identifier"] = array{identifier};
    const auto all = request;
    for_each_resource(all, [&](const std::string& key, std::size_t index) {
      name(request.at("prefetch").at(key).at("entry").at(index).at("resource").as_object(),
           object{{"type", "Patient"}, {"identifier", identifier}});
    });
    EXPECT_EQ(answer(vignette, request).body, usual.body) << vignette;
  }
}

} // namespace
} // namespace vignettes
