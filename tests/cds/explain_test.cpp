// The explanation for people: every fact with its source, every rule with its outcome.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cds/engine.hpp"
#include "tests/cds/corpus.hpp"
#include "tests/cds/verdicts.hpp"

namespace {

using testing::HasSubstr;

std::string explained(const support::chart& told) {
  const auto& known = support::embedded_knowledge();
  return cds::explain(known, told.facts, cds::evaluate(known, told.facts));
}

TEST(Explain, NamesEveryFactAndEveryOutcome) {
  for (unsigned i = 0; i < 300; ++i) {
    const auto told = corpus::patient(i);
    const auto text = explained(told);
    const auto has = [&](const auto& set) {
      for (const auto& item : set.items)
        EXPECT_NE(text.find("[" + to_text(item.source) + "]"), std::string::npos) << to_text(item.source) << "\n"
                                                                                  << text;
    };
    has(told.facts.conditions);
    has(told.facts.requests);
    has(told.facts.dispenses);
    has(told.facts.administrations);
    has(told.facts.labs);
    has(told.facts.vitals);
    has(told.facts.service_requests);
    has(told.facts.allergies);
    for (const auto& order : verdicts::decide(told).orders)
      for (const auto& outcome : order.outcomes)
        EXPECT_NE(text.find(std::string(name_of(outcome.rule)) + ": " + std::string(name_of(outcome.verdict))),
                  std::string::npos)
            << i;
  }
}

TEST(Explain, SaysWhatWasNotSuppliedFailedOrNotUsed) {
  auto told = support::chart();
  told.facts.labs.state = cds::supply::missing;
  told.facts.vitals.state = cds::supply::failed;
  told.facts.unreadable.push_back({"prefetch.labs.entry[3].resource", "unit `foo` is not known"});
  told.order({.drug = support::famciclovir, .mg = 1500, .per_day = 1, .once = true});
  told.facts.drafts[0].dosage.unread = {"timing has several parts"};
  const auto text = explained(told);
  EXPECT_THAT(text, HasSubstr("results: not supplied"));
  EXPECT_THAT(text, HasSubstr("vitals: failed"));
  EXPECT_THAT(text, HasSubstr("not used: prefetch.labs.entry[3].resource: unit `foo` is not known"));
  EXPECT_THAT(text, HasSubstr("famciclovir, 1.5 g once"));
  EXPECT_THAT(text, HasSubstr("not read: timing has several parts"));
  EXPECT_THAT(text, HasSubstr("exposure: none"));
}

TEST(Explain, TellsTheAssessment) {
  const auto text = explained(verdicts::failing().creatinine(1).weight(72));
  EXPECT_THAT(text, HasSubstr("creatinine clearance: 100 mL/min\n"));
  EXPECT_THAT(text, HasSubstr("exposure: valacyclovir, day 12, 12 days covered, adequate"));
  EXPECT_THAT(text, HasSubstr("site: lips or mouth"));
}

} // namespace
