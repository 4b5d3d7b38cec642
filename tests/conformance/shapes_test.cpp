// Whole requests as clients really shape them: the public sandbox's (no ids, no Bundle type, one category, pills whose
// strength only the code tells, half an order), and what the hook pages describe: a diet beside a drug, in three FHIR
// versions.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "cds/knowledge/read.hpp"
#include "fhir/json/document.hpp"
#include "hooks/conformance.hpp"
#include "hooks/endpoint.hpp"
#include "tests/hooks/faults.hpp"
#include "tests/support/question.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace std::chrono_literals;
using hooks_tests::replaced;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const auto noon = std::chrono::sys_seconds(std::chrono::sys_days{2026y / 1 / 20} + 12h);

std::string request_in(const std::string& name) {
  const auto path = std::filesystem::path(VESICLE_SOURCE_DIR) / "tests" / "conformance" / "requests" / (name + ".json");
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

hooks::reply reply_to(const std::string& asked) {
  static const auto known = cds_knowledge::read(cds_knowledge::embedded()).value();
  const hooks::endpoint served(known, {});
  fhir::json::document request;
  const auto root = request.read(asked).value();
  const auto target = "/cds-services/antiviral-" + std::string(root["hook"].string().value());
  auto reply = served.answer({.method = "POST",
                              .target = target,
                              .content_type = "application/json",
                              .content_encoding = {},
                              .origin = {},
                              .body = asked},
                             support::world_at(noon));
  EXPECT_EQ(reply.status, 200) << reply.body;
  fhir::json::document answer;
  EXPECT_EQ(hooks::to_text(hooks::check_cards(answer.read(reply.body).value(), support::question_in(root))), "");
  return reply;
}

constexpr const char* no_cards = R"({"cards":[]})";
constexpr const char* no_regimen = "valacyclovir 1 g, 2 times a day for 7 days is not a recognised cold-sore regimen";

TEST(SandboxShapes, AreAnswered) {
  for (const auto* name : {"sandbox-select-r4", "sandbox-sign-several", "sandbox-sign-r5"})
    EXPECT_THAT(reply_to(request_in(name)).body, AllOf(HasSubstr(no_regimen), HasSubstr(R"("type":"update")"))) << name;
  // A draft without an id cannot be named, so that nothing can be changed in it.
  for (const auto* name : {"sandbox-sign-dstu2", "sandbox-sign-stu3"})
    EXPECT_THAT(reply_to(request_in(name)).body, AllOf(HasSubstr(no_regimen), Not(HasSubstr("suggestions")))) << name;
  for (const auto* name : {"sandbox-select-no-drug", "sandbox-sign-scan", "sandbox-sign-nothing", "sandbox-view"})
    EXPECT_EQ(reply_to(request_in(name)).body, no_cards) << name;
}

TEST(SandboxShapes, AnUpdateKeepsTheCategoryAndTheAmountWithoutUnit) {
  const auto body = reply_to(request_in("sandbox-select-r4")).body;
  EXPECT_THAT(body, HasSubstr(R"("category":{"coding":[{"system":)"));
  EXPECT_THAT(body, HasSubstr("Take 2 g (2 tablets of 1 g) by mouth every 12 hours for 1 day"));
  EXPECT_THAT(body, HasSubstr(R"("dispenseRequest":{"expectedSupplyDuration":{"value":1,)"));
}

struct ward {
  const char *version, *unit, *dose; // members that tell the version of an update
};
constexpr ward wards[] = {{"r4", R"("periodUnit":"h")", R"("doseAndRate":[{"doseQuantity":{"value":2000,)"},
                          {"stu3", R"("periodUnit":"h")", R"(},"doseQuantity":{"value":2000,)"},
                          {"dstu2", R"("periodUnits":"h")", R"(},"doseQuantity":{"value":2000,)"}};

TEST(HookPages, ADietBesideAnotherDrugIsNothingToSpeakOf) {
  for (const auto& w : wards)
    for (const std::string hook : {"order-sign", "order-select"})
      EXPECT_EQ(reply_to(request_in("ward-" + hook + "-" + w.version)).body, no_cards) << w.version << " " << hook;
}

TEST(HookPages, ADietBesideAnAntiviralGetsTheCardOfTheAntiviral) {
  for (const auto& w : wards)
    for (const std::string hook : {"order-sign", "order-select"}) {
      const auto asked = replaced(replaced(request_in("ward-" + hook + "-" + w.version), "308191", "313565"),
                                  "amoxicillin 500 MG Oral Capsule", "valacyclovir 500 MG Oral Tablet");
      const auto body = reply_to(asked).body;
      EXPECT_THAT(body, HasSubstr("is not a recognised cold-sore regimen")) << w.version << " " << hook;
      EXPECT_THAT(body, AllOf(HasSubstr(R"("type":"update")"), HasSubstr(w.unit), HasSubstr(w.dose)))
          << w.version << " " << hook;
      EXPECT_THAT(body, Not(HasSubstr("NutritionOrder"))) << w.version << " " << hook;
    }
}

TEST(HookPages, ASelectedDietAloneAsksForNothing) {
  const auto asked = replaced(request_in("ward-order-select-r4"), "308191", "313565");
  EXPECT_THAT(reply_to(asked).body, Not(HasSubstr(no_cards)));
  EXPECT_EQ(reply_to(replaced(asked, R"("MedicationRequest/ward-drug")", R"("NutritionOrder/ward-diet")")).body,
            no_cards);
}

} // namespace
