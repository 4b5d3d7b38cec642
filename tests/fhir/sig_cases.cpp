#include "sig_cases.hpp"

#include "fhir/sig.hpp"

namespace sample {
namespace {

using cds::unit;

constexpr sig_case all[] = {
    {"Take 2 tablets (1,000 mg each) by mouth twice daily x 1 day", "2000 mg, in 2, 2 a day, 1 days, oral"},
    {"1 g PO TID for 7 days", "1000 mg, 3 a day, 7 days, oral"},
    {"400mg five times a day", "400 mg, 5 a day"},
    {"apply q2h while awake", "1 application, (how often is counted only while awake)"},
    {"2 g by mouth every 12 hours for 1 day", "2000 mg, 2 a day, 1 days, oral"},
    {"one tablet by mouth once daily", "1 pieces, 1 a day, oral"},
    {"1 g by mouth every 12 hours for 14 days", "1000 mg, 2 a day, 14 days, oral"},
    {"Take 2 g (2 tablets of 1 g) by mouth every 12 hours for 1 day, 2 doses in all",
     "2000 mg, in 2, 2 a day, 1 days, 2 in all, oral"},
    {"Take 1.5 g (3 tablets of 500 mg) by mouth once, as a single dose", "1500 mg, in 3, 1 in all, oral"},
    {"Take 500 mg (1 tablet of 500 mg) by mouth once a day for 90 days", "500 mg, in 1, 1 a day, 90 days, oral"},
    {"500 mg po qd", "500 mg, 1 a day, oral"},
    {"500 mg p.o. b.i.d.", "500 mg, 2 a day, oral"},
    {"500 MG PO BID X 10 DAYS", "500 mg, 2 a day, 10 days, oral"},
    {"500mg po bid x10d", "500 mg, 2 a day, 10 days, oral"},
    {"Sig: 1 tab po tid x 7 days", "1 pieces, 3 a day, 7 days, oral"},
    {"sig 1 tab po tid", "1 pieces, 3 a day, oral"},
    {"Take 1 tablet by mouth daily.", "1 pieces, 1 a day, oral"},
    {"Take one (1) tablet by mouth two (2) times a day", "1 pieces, 2 a day, oral"},
    {"Take 1 (one) capsule by mouth 3 times daily", "1 pieces, 3 a day, oral"},
    {"Take 2 tablets (1,000 mg total) by mouth 2 times daily", "1000 mg, in 2, 2 a day, oral"},
    {"Take 2 tablets (total 1,000 mg) by mouth 2 times daily", "1000 mg, in 2, 2 a day, oral"},
    {"Take 1 tablet (500 mg) by mouth 2 times daily", "500 mg, in 1, 2 a day, oral"},
    {"Take 1 tablet (500 mg total) by mouth every 12 (twelve) hours", "500 mg, in 1, 2 a day, oral"},
    {"Take 4 tablets of 500 mg by mouth twice daily for one day", "2000 mg, in 4, 2 a day, 1 days, oral"},
    {"Take two 500 mg tablets by mouth twice a day", "1000 mg, in 2, 2 a day, oral"},
    {"Take two 500-mg tablets by mouth twice-daily", "1000 mg, in 2, 2 a day, oral"},
    {"2 x 500 mg tablets bid", "1000 mg, in 2, 2 a day"},
    {"Take a 500 mg tablet daily", "500 mg, in 1, 1 a day"},
    {"Take a tablet daily", "1 pieces, 1 a day"},
    {"take half a tablet twice daily", "0.5 pieces, 2 a day"},
    {"take 1/2 tablet twice daily", "0.5 pieces, 2 a day"},
    {"take \xC2\xBD tablet twice daily", "0.5 pieces, 2 a day"},
    {"take half of a tablet twice daily", "0.5 pieces, 2 a day"},
    {"take 2 tablet(s) daily", "2 pieces, 1 a day"},
    {"2 caps po q8h", "2 pieces, 3 a day, oral"},
    {"2 caplets q 6 hrs", "2 pieces, 4 a day"},
    {"1 pill each day", "1 pieces, 1 a day"},
    {"1 pill every day", "1 pieces, 1 a day"},
    {"1 pill per os every other day", "1 pieces, 0.5 a day, oral"},
    {"1 pill qod", "1 pieces, 0.5 a day"},
    {"1 pill every 2 days", "1 pieces, 0.5 a day"},
    {"1 pill every 48 hours", "1 pieces, 0.5 a day"},
    {"400 mg q4h", "400 mg, 6 a day"},
    {"400 mg q.i.d.", "400 mg, 4 a day"},
    {"400 mg 5x/day", "400 mg, 5 a day"},
    {"400 mg 5x daily x 5 days", "400 mg, 5 a day, 5 days"},
    {"400 mg 5 times/day for 5 days", "400 mg, 5 a day, 5 days"},
    {"400 mg 5 times per day for 5 days", "400 mg, 5 a day, 5 days"},
    {"400 mg five times daily for five days", "400 mg, 5 a day, 5 days"},
    {"400 mg three times every day", "400 mg, 3 a day"},
    {"400 mg thrice daily", "400 mg, 3 a day"},
    {"400 mg 8 hourly", "400 mg, 3 a day"},
    {"400 mg 8-hourly", "400 mg, 3 a day"},
    {"400 mg every eight hours", "400 mg, 3 a day"},
    {"400 mg each 8 hours", "400 mg, 3 a day"},
    {"2 g twice daily 12 hours apart for 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 g twice daily, every 12 hours apart, for 1 day only", "2000 mg, 2 a day, 1 days"},
    {"2 grams twice daily x 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 gm bid x 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 gram bid \xC3\x97 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 g q12h x 2 doses", "2000 mg, 2 a day, 2 in all"},
    {"2 g q12h for 2 doses only", "2000 mg, 2 a day, 2 in all"},
    {"1500 mg once", "1500 mg, 1 in all"},
    {"1,500 mg one time", "1500 mg, 1 in all"},
    {"1500 mg one time only", "1500 mg, 1 in all"},
    {"1500 mg by mouth as a single dose", "1500 mg, 1 in all, oral"},
    {"1500 mg single dose", "1500 mg, 1 in all"},
    {"1500 mg x1", "1500 mg, 1 in all"},
    {"1500 mg x 1 dose", "1500 mg, 1 in all"},
    {"1500 mg once for 1 day", "1500 mg, 1 days, 1 in all"},
    {"3 tablets of 500 mg once", "1500 mg, in 3, 1 in all"},
    {"1 g once every 12 hours", "1000 mg, 2 a day"},
    {"1 g once a day", "1000 mg, 1 a day"},
    {"1 g once per day", "1000 mg, 1 a day"},
    {"1 g one time daily", "1000 mg, 1 a day"},
    {"1 g twice a week", "1000 mg, 0.286 a day"},
    {"1 g weekly", "1000 mg, 0.143 a day"},
    {"1 g once weekly", "1000 mg, 0.143 a day"},
    {"1 g every week", "1000 mg, 0.143 a day"},
    {"500 mg every morning", "500 mg, 1 a day"},
    {"500 mg in the morning", "500 mg, 1 a day"},
    {"500 mg qam", "500 mg, 1 a day"},
    {"500 mg daily in the morning", "500 mg, 1 a day"},
    {"500 mg at bedtime", "500 mg, 1 a day"},
    {"500 mg nightly", "500 mg, 1 a day"},
    {"500 mg qhs", "500 mg, 1 a day"},
    {"500 mg in the morning and at bedtime", "500 mg, 2 a day"},
    {"500 mg twice daily in the morning and in the evening", "500 mg, 2 a day"},
    {"500 mg with breakfast and with dinner", "500 mg, 2 a day"},
    {"500 mg twice daily with food", "500 mg, 2 a day"},
    {"500 mg three times daily with meals", "500 mg, 3 a day"},
    {"500 mg with or without food twice daily", "500 mg, 2 a day"},
    {"Take 500 mg twice daily. With water.", "500 mg, 2 a day"},
    {"500 mg twice daily for cold sores", "500 mg, 2 a day"},
    {"500 mg twice daily for herpes labialis for 5 days", "500 mg, 2 a day, 5 days"},
    {"500 mg daily for 2 weeks", "500 mg, 1 a day, 14 days"},
    {"500 mg daily x 1 month", "500 mg, 1 a day, 30 days"},
    {"500 mg daily for 3 months", "500 mg, 1 a day, 90 days"},
    {"500 mg daily for a week", "500 mg, 1 a day, 7 days"},
    {"500 mg daily for a total of 7 days", "500 mg, 1 a day, 7 days"},
    {"500 mg daily for 7 days total", "500 mg, 1 a day, 7 days"},
    {"500 mg daily times 7 days", "500 mg, 1 a day, 7 days"},
    {"500 mg daily; for 7 days", "500 mg, 1 a day, 7 days"},
    {"For 7 days take 500 mg daily", "500 mg, 1 a day, 7 days"},
    {"0.5 g daily", "500 mg, 1 a day"},
    {"500000 mcg daily", "500 mg, 1 a day"},
    {"500000 \xC2\xB5g daily", "500 mg, 1 a day"},
    {"40 mg/kg IV every 8 hours", "40 mg/kg, 3 a day, intravenous"},
    {"40 mg/kg iv q8h over 1 hour", "40 mg/kg, 3 a day, intravenous, over 1 h"},
    {"Infuse 2600 mg intravenously over at least 1 hour, every 8 hours", "2600 mg, 3 a day, intravenous, over 1 h"},
    {"60 mg/kg/dose ivpb q12h over 90 minutes", "60 mg/kg, 2 a day, intravenous, over 1.5 h"},
    {"10 mL by mouth four times daily", "10 mL, 4 a day, oral"},
    {"Apply topically 5 times daily for 4 days", "1 application, 5 a day, 4 days, topical"},
    {"Apply a thin layer to the affected area every 3 hours", "1 application, 8 a day, topical"},
    {"Apply to lips q2h", "1 application, 12 a day, topical"},
    {"Apply to the cold sore hourly", "1 application, 24 a day, topical"},
    {"1 application topically qid", "1 application, 4 a day, topical"},
    {"twice daily", "2 a day"},
    {"2 tablets", "2 pieces"},
    // a second sentence that changes nothing
    {"Take 1 tablet twice daily. Do not crush.", "1 pieces, 2 a day"},
    {"Take 1 tablet twice daily. Do not crush or chew. Swallow whole.", "1 pieces, 2 a day"},
    {"Take 500 mg by mouth twice daily. Take with food.", "500 mg, 2 a day, oral"},
    {"Take 500 mg twice daily. May be taken with or without food.", "500 mg, 2 a day"},
    {"Take 500 mg twice daily; take with plenty of water", "500 mg, 2 a day"},
    {"Take 400 mg 5 times a day. Drink plenty of fluids.", "400 mg, 5 a day"},
    {"500 mg every 8 hours around the clock", "500 mg, 3 a day"},
    {"500 mg twice daily for suppression", "500 mg, 2 a day"},
    {"500 mg twice daily with meals", "500 mg, 2 a day"},
    {"1 g three times daily after meals", "1000 mg, 3 a day"},
    // as hospitals' programs write them
    {"Take one 500-mg tablet by mouth every day", "500 mg, in 1, 1 a day, oral"},
    {"Take 1 tablet (500 mg total) by mouth 2 (two) times a day for 7 days.", "500 mg, in 1, 2 a day, 7 days, oral"},
    {"Take 1 tablet (500 mg total) by mouth in the morning and 1 tablet (500 mg total) before bedtime. Do all this for "
     "7 "
     "days.",
     "500 mg, in 1, 2 a day, 7 days, oral"},
    {"Take 1 tablet (1,000 mg total) by mouth in the morning and 1 tablet (1,000 mg total) at noon and 1 tablet (1,000 "
     "mg total) before bedtime.",
     "1000 mg, in 1, 3 a day, oral"},
    {"Take 2 tablets in the morning, at noon, and at bedtime", "2 pieces, 3 a day"},
    {"Take 2 tablets in the morning and take 2 tablets by mouth in the evening", "2 pieces, 2 a day, oral"},
    {"500 mg = 1 tab(s), Oral, BID, X 7 day(s), # 14 tab(s), 0 Refill(s)", "500 mg, in 1, 2 a day, 7 days, oral"},
    {"1 tab(s), Oral, Daily, # 30 tab(s), 3 refills", "1 pieces, 1 a day, oral"},
    {"2 tab = 1,000 mg, PO, q12hr, no refills", "1000 mg, in 2, 2 a day, oral"},
    {"1 g (two 500 mg tablets) by mouth twice daily", "1000 mg, in 2, 2 a day, oral"},
    {"Take 800 mg (2 tablets) 5 times daily for 5 days", "800 mg, in 2, 5 a day, 5 days"},
    {"Take 1 capsule by mouth every 8 hours for the next 10 days", "1 pieces, 3 a day, 10 days, oral"},
    {"TAKE 1 TABLET BY MOUTH TWICE A DAY FOR TWENTY-ONE DAYS", "1 pieces, 2 a day, 21 days, oral"},
    {"take 1 tablet daily for thirty (30) days", "1 pieces, 1 a day, 30 days"},
    {"500 mg by oral route every 12 hours", "500 mg, 2 a day, oral"},
    // volumes
    {"Take 10 mLs (400 mg total) by mouth 5 times daily", "400 mg, in 10 mL, 5 a day, oral"},
    {"Take 400 mg (10 mL) by mouth 5 times daily", "400 mg, in 10 mL, 5 a day, oral"},
    {"5 mL = 200 mg po bid", "200 mg, in 5 mL, 2 a day, oral"},
    // the labels' own words for a waking day
    {"400 mg every 4 hours 5 times daily", "400 mg, 5 a day"},
    {"800 mg every 4 hours while awake, 5 times a day, for 7 days", "800 mg, 5 a day, 7 days"},
    {"400 mg 5 times daily while awake", "400 mg, 5 a day"},
    {"Apply to affected area(s) every 3 hours 6 times daily for 7 days", "1 application, 6 a day, 7 days, topical"},
    {"Apply sparingly to the lesions 4 times a day", "1 application, 4 a day, topical"},
    // the same said twice
    {"Take 500 mg 4 times daily (every 6 hours)", "500 mg, 4 a day"},
    {"500 mg twice daily (BID)", "500 mg, 2 a day"},
    {"400 mg qds for 5 days", "400 mg, 4 a day, 5 days"},
    {"1 g tds", "1000 mg, 3 a day"},
    {"500 mg bd", "500 mg, 2 a day"},
    {"2 g q12h x 24 hours", "2000 mg, 2 a day, 1 days"},
    {"500 mg every morning and evening", "500 mg, 2 a day"},
    {"500 mg in the morning and night", "500 mg, 2 a day"},
    {"500 mg with breakfast and dinner", "500 mg, 2 a day"},
    {"1 tablet nightly at bedtime", "1 pieces, 1 a day"},
    {"1 tablet once nightly", "1 pieces, 1 a day"},
    {"1 tablet once every morning", "1 pieces, 1 a day"},
    {"1 tablet every morning with breakfast", "1 pieces, 1 a day"},
    {"2 g for 2 doses 12 hours apart", "2000 mg, 2 a day, 2 in all"},
    {"1 g q am", "1000 mg, 1 a day"},
    // infusions
    {"Infuse 40 mg/kg IV over 1 hour every 8 hours", "40 mg/kg, 3 a day, intravenous, over 1 h"},
    {"40 mg/kg over 60 min IV q8h", "40 mg/kg, 3 a day, intravenous, over 1 h"},
    {"40 mg/kg IV infusion q12h over 1-2 hours", "40 mg/kg, 2 a day, intravenous, over 1 h"},
    {"40 mg/kg IV q12h over 60 to 90 minutes by pump", "40 mg/kg, 2 a day, intravenous, over 1 h"},
    {"Give 40 mg/kg IV every 8 hours. Infuse over at least 1 hour.", "40 mg/kg, 3 a day, intravenous, over 1 h"},
    {"40 mg/kg IV q8h at 1 mg/kg/min", "40 mg/kg, 3 a day, intravenous, 1 mg/kg/min"},
    {"40 mg/kg IV q8h at 40 mg/kg/h", "40 mg/kg, 3 a day, intravenous, 0.667 mg/kg/min"},
    {"40 mg/kg IV q8h at a rate not to exceed 1 mg/kg/min via infusion pump",
     "40 mg/kg, 3 a day, intravenous, 1 mg/kg/min"},
    {"Infuse 2600 mg (40 mg/kg) intravenously over at least 1 hour, every 8 hours",
     "2600 mg, in 40 mg/kg, 3 a day, intravenous, over 1 h"},
    {"40 mg/kg (2,600 mg) IV q8h", "40 mg/kg, in 2600 mg, 3 a day, intravenous"},
    {"2600 mg IV q8h at 120 mL/hr", "2600 mg, 3 a day, intravenous, 2 mL/min"},
    {"2600 mg IV q8h no faster than 3 g per hour", "2600 mg, 3 a day, intravenous, 50 mg/min"},
};

std::string in_words(const cds::quantity& q) {
  if (q.unit == unit::product_unit) return cds::to_text(q.value) + " pieces";
  if (q.unit == unit::application) return cds::to_text(q.value) + " application";
  return cds::to_text(q.value) + " " + cds::symbol(q.unit);
}

} // namespace

std::span<const sig_case> understood_sigs() { return all; }

std::string told_sig(std::string_view text) {
  const auto read = fhir::read_sig(text);
  if (!read) return "no: " + read.error();
  const auto& d = read->dosage;
  std::string line;
  const auto add = [&](const std::string& part) { line += (line.empty() ? "" : ", ") + part; };
  if (d.dose) add(in_words(*d.dose));
  if (read->also)
    add("in " + (read->also->unit == unit::product_unit ? cds::to_text(read->also->value) : in_words(*read->also)));
  if (d.times_per_day) add(cds::to_text(*d.times_per_day) + " a day");
  if (d.days) add(cds::to_text(*d.days) + " days");
  if (d.administrations) add(std::to_string(*d.administrations) + " in all");
  if (d.route != cds::route::unknown) add(std::string(name_of(d.route)));
  if (d.infusion.rate) add(in_words(*d.infusion.rate));
  if (d.infusion.hours) add("over " + cds::to_text(*d.infusion.hours) + " h");
  for (const auto& why : d.unread) add("(" + why + ")");
  return line;
}

} // namespace sample
