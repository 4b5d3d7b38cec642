#include "tests/cds/corpus.hpp"

#include <functional>
#include <random>
#include <vector>

namespace corpus {
namespace {

using support::chart;
using namespace support;

using piece = std::function<void(chart&)>;
using pieces = std::vector<piece>;

constexpr auto active = cds::medication::state::active;
constexpr auto resolved = cds::condition::clinical::resolved;

void nothing(chart&) {}

template<class Set> void take_away(Set& set) {
  set.items.clear();
  set.state = cds::supply::missing;
}

const pieces& hosts() {
  static const pieces all = {
      nothing,
      [](chart& c) { c.woman(31).has({.code = "Z33.1"}); },
      [](chart& c) { c.woman(40); },
      [](chart& c) { c.has({.code = "Z94.84"}); },
      [](chart& c) { c.woman(50).has({.code = "Z94.84"}); },
      [](chart& c) { c.has({.code = "B20"}).lab("24467-3", 40, cds::unit::cells_per_microlitre, 240); },
      [](chart& c) { c.has({.code = "D84.9"}); },
      [](chart& c) { c.man(70).has({.code = "N18.30"}); },
      [](chart& c) { c.man(9); },
      [](chart& c) { take_away(c.facts.requests); },
  };
  return all;
}

piece ordering(told_order order, bool for_the_lesion = true) {
  return [=](chart& c) {
    c.order(order);
    if (for_the_lesion) c.for_lesion();
  };
}

const pieces& orders() {
  static const pieces all = {
      ordering({.drug = valacyclovir, .mg = 2000, .days = 1}),
      ordering({.drug = valacyclovir, .mg = 2000, .days = 7}),
      ordering({.drug = valacyclovir, .mg = 1000, .per_day = 3, .days = 7}),
      ordering({.drug = valacyclovir, .mg = 1000, .days = 7}),
      ordering({.drug = valacyclovir, .mg = 125, .days = 5}),
      ordering({.drug = famciclovir, .mg = 500, .days = 5}),
      ordering({.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 90}),
      ordering({.drug = valacyclovir, .mg = 1000, .per_day = 1, .days = 90}),
      ordering({.drug = acyclovir_infusion, .mg = 360, .per_day = 3, .days = 7}),
      ordering({.drug = acyclovir_cream, .per_day = 5, .days = 4}),
      ordering({.drug = foscarnet, .per_day = 3, .days = 14, .mg_per_kg = 40}),
      ordering({.drug = foscarnet, .per_day = 2, .days = 14, .mg_per_kg = 60}),
      ordering({.drug = foscarnet, .per_day = 3, .days = 14, .mg_per_kg = 12}),
      ordering({.drug = foscarnet, .per_day = 3, .days = 14, .mg_per_kg = 23}),
      ordering({.drug = cidofovir, .per_day = 1, .days = 1}),
      ordering({.drug = valacyclovir, .mg = 500, .days = 7}, false),
      [](chart& c) {
        c.order({.drug = valacyclovir, .mg = 500, .days = 7}).because("B00.9");
        c.facts.drafts.back().reason_unresolved = true;
      },
      [](chart& c) {
        c.order({.drug = valacyclovir, .days = 7}).for_lesion();
        c.facts.drafts.back().dosage.unread = {"timing has several parts"};
      },
      [](chart& c) { c.facts.hook = cds::hook::patient_view; },
  };
  return all;
}

piece valacyclovir_for(int days, double per_day = 2, double mg = 1000) {
  return [=](chart& c) {
    c.lip_lesion(-days).given({.drug = valacyclovir, .mg = mg, .per_day = per_day, .from = -days, .days = days});
  };
}

const pieces& treatments() {
  static const pieces all = {
      [](chart& c) { c.lip_lesion(0); },
      valacyclovir_for(8),
      valacyclovir_for(12),
      valacyclovir_for(23),
      valacyclovir_for(12, 1, 250),
      [](chart& c) { c.lip_lesion(-300).given({.drug = valacyclovir, .mg = 1000, .from = -9, .days = 9}); },
      [](chart& c) {
        c.lip_lesion(-15).requested({.drug = valacyclovir, .mg = 1000, .from = -9, .days = 9, .status = active});
      },
      [](chart& c) {
        c.lip_lesion(-20);
        for (int from : {-18, -12, -6}) c.dispensed({.drug = valacyclovir, .mg = 2000, .from = from});
      },
      [](chart& c) { c.lip_lesion(-12).dispensed({.drug = valacyclovir, .mg = 1000, .from = -130, .days = 131}); },
      [](chart& c) { c.lip_lesion(-12).given({.drug = valacyclovir, .from = -12, .days = 12}); },
      [](chart& c) { c.lip_lesion(-30, resolved).facts.conditions.items.back().abated = on_day(-1); },
      [](chart& c) {
        c.lip_lesion(0);
        for (int i = 1; i <= 7; ++i)
          c.has({.code = "B00.1", .onset = -30 * i, .abated = 5 - 30 * i, .status = resolved});
      },
      [](chart& c) {
        c.lip_lesion(0);
        for (int i = 1; i <= 11; ++i)
          c.has({.code = "B00.1", .onset = -30 * i, .abated = 5 - 30 * i, .status = resolved});
      },
  };
  return all;
}

const pieces& viruses() {
  static const pieces all = {
      nothing,
      [](chart& c) { c.susceptibility("73574-6", "R", 0).susceptibility("42317-8", "S", 0); },
      [](chart& c) { c.susceptibility("73574-6", "S", 0); },
      [](chart& c) { c.susceptibility("73574-6", "I", 0); },
      [](chart& c) { c.service("73574-6", 0).service("5859-4", 0); },
      [](chart& c) { c.has({.code = "Z16.33", .recorded = -20}); },
      [](chart& c) {
        c.susceptibility("73574-6", "R", -100).has({.code = "B00.1", .onset = -110, .abated = -60, .status = resolved});
      },
      [](chart& c) {
        c.lab("5859-4", 0, cds::unit::percent, 1);
        auto& culture = c.facts.labs.items.back();
        culture.value.reset();
        culture.coded_value.add(cds::value_set::not_detected);
      },
      [](chart& c) { take_away(c.facts.labs); },
  };
  return all;
}

const pieces& kidneys() {
  static const pieces all = {
      nothing,
      [](chart& c) { c.creatinine(0.8).weight(80); },
      [](chart& c) { c.creatinine(1.1).weight(80); },
      [](chart& c) { c.creatinine(1.6).weight(80); },
      [](chart& c) { c.creatinine(5).weight(80); },
      [](chart& c) { c.creatinine(12).weight(80); },
      [](chart& c) { c.creatinine(0.8).weight(80, 100); },
  };
  return all;
}

void run_in(chart& c, double mg_min) {
  for (auto& draft : c.facts.drafts)
    draft.dosage.infusion.rate = cds::quantity{mg_min, cds::unit::milligram_per_minute};
}

void on_foscarnet(chart& c, int days) {
  c.requested({.drug = foscarnet, .per_day = 3, .from = -days, .days = 0, .status = active, .mg_per_kg = 40});
}

void monitored(chart& c, double calcium) {
  c.lab("2823-3", 4, cds::unit::millimole_per_litre, 2)
      .lab("17861-6", calcium, cds::unit::milligram_per_decilitre, 2)
      .lab("19123-9", 2, cds::unit::milligram_per_decilitre, 2)
      .lab("2777-1", 3, cds::unit::milligram_per_decilitre, 2)
      .lab("11524-6", 400, cds::unit::percent, 2);
}

const pieces& others() {
  static const pieces all = {
      nothing,
      nothing,
      [](chart& c) { c.has({.code = "B00.52", .onset = -1}).facts.conditions.items.back().unconfirmed = true; },
      [](chart& c) { c.service("306284005", -3); },
      [](chart& c) { c.requested({.drug = pentamidine, .per_day = 1, .from = -3, .days = 0, .status = active}); },
      [](chart& c) { c.requested({.drug = tenofovir, .per_day = 1, .from = -90, .days = 0, .status = active}); },
      [](chart& c) {
        c.requested({.drug = tenofovir, .per_day = 1, .from = -90, .days = 0, .status = active});
        monitored(c, 9);
      },
      [](chart& c) { c.has({.code = "I50"}); },
      [](chart& c) {
        monitored(c, 7.5);
        c.has({.code = "G40.909"});
      },
      [](chart& c) { monitored(c, 7.5); },
      [](chart& c) { monitored(c, 9); },
      [](chart& c) { on_foscarnet(c, 6); },
      [](chart& c) {
        on_foscarnet(c, 6);
        c.creatinine(0.5, 24 * 8);
      },
      [](chart& c) { on_foscarnet(c, 22); },
      [](chart& c) { on_foscarnet(c, 28); },
      [](chart& c) { c.allergic_to("33562"); },
      [](chart& c) {
        take_away(c.facts.conditions);
        for (auto& draft : c.facts.drafts) draft.conditions.clear();
      },
      [](chart& c) {
        take_away(c.facts.conditions);
        for (auto& draft : c.facts.drafts) draft.conditions.clear();
        if (!c.facts.drafts.empty()) c.because("B00.1");
      },
      [](chart& c) { c.facts.patient.birth = on_day(-10); },
      [](chart& c) { take_away(c.facts.dispenses); },
      [](chart& c) { run_in(c, 90); },
      [](chart& c) {
        run_in(c, 60);
        for (auto& draft : c.facts.drafts) draft.dosage.infusion.unread = true;
      },
  };
  return all;
}

} // namespace

support::chart patient(unsigned number) {
  std::mt19937 random(number);
  const auto pick = [&](const pieces& from) -> const piece& { return from[random() % from.size()]; };
  chart told;
  // The lesion comes first, so that the order can refer to it.
  pick(treatments())(told);
  for (const pieces* kind : {&hosts(), &orders(), &viruses(), &kidneys(), &others()}) pick (*kind)(told);
  return told;
}

} // namespace corpus
