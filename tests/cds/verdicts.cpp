#include "tests/cds/verdicts.hpp"

#include <algorithm>
#include <cctype>

#include <gtest/gtest.h>

#include "cds/engine.hpp"

namespace verdicts {
namespace {

struct offered {
  std::string operator()(const cds::order_test& a) const {
    return "test " + std::string(a.code.code) + (a.urgent ? " urgent" : "");
  }
  std::string operator()(const cds::refer& a) const { return a.urgent ? "refer urgent" : "refer"; }
  std::string operator()(const cds::cancel_order&) const { return "cancel"; }
  std::string operator()(const cds::change_dosage& a) const { return "change " + cds::to_text(a.plan); }
  std::string operator()(const cds::order_oral& a) const { return "oral " + cds::to_text(a.plan); }
  std::string operator()(const cds::order_foscarnet& a) const {
    return "foscarnet " + cds::to_text(a.mg_per_kg) + " mg/kg " + cds::to_text(a.dose_mg) + " mg q" +
           cds::to_text(a.interval_hours) + "h";
  }
  std::string operator()(const cds::change_foscarnet& a) const {
    return "change foscarnet " + cds::to_text(a.mg_per_kg) + " mg/kg " + cds::to_text(a.dose_mg) + " mg q" +
           cds::to_text(a.interval_hours) + "h";
  }
};

const cds::outcome* outcome_of(const cds::decision& decided, cds::rule_id rule, std::size_t draft) {
  for (const auto& order : decided.orders)
    if (order.draft == draft)
      for (const auto& outcome : order.outcomes)
        if (outcome.rule == rule) return &outcome;
  return nullptr;
}

std::string ending_of(const cds::outcome& outcome) {
  if (outcome.verdict == cds::verdict::fired)
    return outcome.recommendation ? std::string(name_of(outcome.recommendation->indicator)) : "fired without a card";
  return outcome.verdict == cds::verdict::not_evaluable ? "not evaluable" : "quiet";
}

} // namespace

void expect_endings(cds::rule_id rule, const chart& base, const std::vector<row>& rows) {
  for (const auto& row : rows) {
    auto told = base;
    row.change(told);
    EXPECT_EQ(ending(told, rule), row.ending) << row.name << "\n" << essence(decide(told));
  }
}

chart failing(int days) {
  return chart()
      .lip_lesion(-days)
      .given({.drug = support::valacyclovir, .mg = 1000, .from = -days, .days = days})
      .order({.drug = support::valacyclovir, .mg = 1000, .days = 7})
      .for_lesion();
}

chart with_hiv(int years) {
  return chart()
      .man(years)
      .has({.code = "B20", .onset = -900})
      .lab("24467-3", 40, cds::unit::cells_per_microlitre, 24 * 20)
      .lip_lesion(-24)
      .order({.drug = support::famciclovir, .mg = 500, .days = 10})
      .for_lesion();
}

chart resistant(int years, double creatinine, double kg) {
  return with_hiv(years)
      .susceptibility("73574-6", "R", -16)
      .susceptibility("42317-8", "S", -16)
      .creatinine(creatinine)
      .weight(kg);
}

cds::decision decide(const chart& told) { return cds::evaluate(support::embedded_knowledge(), told.facts); }

std::string ending(const cds::decision& decided, cds::rule_id rule, std::size_t draft) {
  const auto* outcome = outcome_of(decided, rule, draft);
  return outcome != nullptr ? ending_of(*outcome) : "no outcome";
}

std::string ending(const chart& told, cds::rule_id rule, std::size_t draft) {
  return ending(decide(told), rule, draft);
}

held found(const chart& told, cds::rule_id rule, std::size_t draft) {
  auto decided = decide(told);
  const auto* outcome = outcome_of(decided, rule, draft);
  if (outcome == nullptr || !outcome->recommendation) return {};
  return {*outcome->recommendation, std::move(decided)};
}

std::string standing_ending(const chart& told, cds::rule_id rule) {
  const auto decided = decide(told);
  for (const auto& outcome : decided.standing)
    if (outcome.rule == rule) return ending_of(outcome);
  return "no outcome";
}

held found_standing(const chart& told, cds::rule_id rule) {
  auto decided = decide(told);
  for (const auto& outcome : decided.standing)
    if (outcome.rule == rule && outcome.recommendation) return {*outcome.recommendation, std::move(decided)};
  return {};
}

void dose(chart& told, double mg_per_kg, double hours) {
  auto& dosage = told.facts.drafts.back().dosage;
  dosage.dose = cds::quantity{mg_per_kg, cds::unit::milligram_per_kilogram};
  dosage.times_per_day = 24 / hours;
  dosage.interval_hours = hours;
}

void without(chart& told, cds::value_set kind) {
  const auto of_kind = [kind](const auto& o) { return o.sets.has(kind); };
  std::erase_if(told.facts.labs.items, of_kind);
  std::erase_if(told.facts.vitals.items, of_kind);
}

std::vector<std::string> offers(const cds::recommendation& of) {
  std::vector<std::string> all;
  for (const auto& suggestion : of.suggestions)
    for (const auto& action : suggestion.actions)
      all.push_back((suggestion.recommended ? "*" : "") + std::visit(offered(), action));
  return all;
}

std::string words(const cds::recommendation& of) {
  std::string all(of.summary);
  const auto add = [&](std::string_view line) { (all += "\n") += line; };
  for (const auto* lines : {&of.why, &of.not_known, &of.options})
    for (const auto line : *lines) add(line);
  for (const auto& datum : of.data_used) add(std::string(datum.label).append(" ").append(datum.value));
  for (const auto& suggestion : of.suggestions) {
    add(suggestion.label);
    for (const auto& action : suggestion.actions) add(std::visit([](const auto& a) { return a.description; }, action));
  }
  std::transform(all.begin(), all.end(), all.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return all;
}

std::string essence(const cds::decision& decided) {
  std::string all;
  const auto add = [&](const std::string& of, const cds::outcome& outcome) {
    all += of + " " + std::string(name_of(outcome.rule)) + " " + ending_of(outcome);
    if (outcome.recommendation) {
      (all += " ") += outcome.recommendation->summary;
      for (const auto& offer : offers(*outcome.recommendation)) all += "; " + offer;
    }
    all += "\n";
  };
  for (const auto& order : decided.orders)
    for (const auto& outcome : order.outcomes) add(std::to_string(order.draft), outcome);
  for (const auto& outcome : decided.standing) add("running", outcome);
  return all;
}

std::vector<std::string> spoken(const cds::decision& decided) {
  std::vector<std::string> all;
  for (const auto& one : decided.recommendations)
    all.push_back(std::string(name_of(one.rule)) + " " + std::string(name_of(one.indicator)));
  return all;
}

} // namespace verdicts
