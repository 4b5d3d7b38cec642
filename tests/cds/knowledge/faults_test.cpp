#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using knowledge_tests::faults_of;
using knowledge_tests::seeded;
using knowledge_tests::sow;

constexpr const char* thresholds = "thresholds.toml";
constexpr const char* sources = "sources.toml";
constexpr const char* overrides = "overrides.toml";
constexpr const char* drugs = "drugs.toml";
constexpr const char* value_sets = "value_sets.toml";
constexpr const char* orders = "orders.toml";
constexpr const char* renal = "renal.toml";
constexpr const char* regimens = "regimens.toml";
constexpr const char* foscarnet = "foscarnet.toml";
constexpr const char* rules = "rules.toml";

const std::string merge_gap = "[exposure.merge_gap_days]\nvalue = 3\nunit = \"days\"\n";
const std::string limit_keys = "expected here: sources, unit, value";

std::vector<seeded> file_faults() {
  return {
      {"SyntaxFault",
       renal,
       "[valacyclovir-500-once]",
       "[valacyclovir-500-once@@\n",
       {"error while parsing table header: expected ']', saw '\\n'"}},
      {"KeyTwice",
       thresholds,
       merge_gap,
       "[exposure.merge_gap_days]\nvalue = 3\nvalue = @@4\nunit = \"days\"\n",
       {"error while parsing key-value pair: cannot redefine existing integer 'value'"}},
  };
}

std::vector<seeded> threshold_faults() {
  const auto gap = [](const std::string& value, const std::string& unit) {
    return "[exposure.merge_gap_days]\nvalue = " + value + "\nunit = " + unit + "\n";
  };
  const std::string days = "\"days\"";
  return {
      {"UnknownKey", thresholds, merge_gap, merge_gap + "@@from = 3\n", {"unknown key `from`, " + limit_keys}},
      {"MissingKey", thresholds, merge_gap, "@@[exposure.merge_gap_days]\nunit = \"days\"\n", {"missing key `value`"}},
      {"MissingLimit",
       thresholds,
       "[lesion.recent_days]",
       "@@[lesion.@@past_days]",
       {"missing key `recent_days`", "unknown key `past_days`, expected here: recent_days"}},
      {"UnknownGroup",
       thresholds,
       "[meta]",
       "[@@lesions]\nx = 1\n[meta]",
       {"unknown key `lesions`, expected here: adult, creatinine, dose, exposure, failure, foscarnet, future, immune, "
        "lesion, meta, no_dose, referral, renal, resistance, suppressive, weight"}},
      {"MissingVersion", thresholds, "[meta]\nversion = \"2026.11\"", "@@[meta]\n", {"missing key `version`"}},
      {"EmptyVersion", thresholds, "\"2026.11\"", "@@\"\"", {"`version` must be a text, not empty"}},
      {"NotANumber", thresholds, merge_gap, gap("@@\"3\"", days), {"`value` must be a number"}},
      {"NotPositive", thresholds, merge_gap, gap("@@-3", days), {"`value` must be above 0"}},
      {"Zero", thresholds, merge_gap, gap("@@0.0", days), {"`value` must be above 0"}},
      {"NotFinite", thresholds, merge_gap, gap("@@inf", days), {"`value` must be finite"}},
      {"NaN", thresholds, merge_gap, gap("@@nan", days), {"`value` must be finite"}},
      {"OtherUnit",
       thresholds,
       merge_gap,
       gap("3", "@@\"hours\""),
       {"the unit of `exposure.merge_gap_days` must be `days`, not `hours`"}},
      {"UnitIsNoText", thresholds, merge_gap, gap("3", "@@1"), {"`unit` must be a text, not empty"}},
      {"ShareAboveOne", thresholds, "value = 0.8", "value = @@80", {"a share must be at most 1"}},
      {"OrderOfDays",
       thresholds,
       "[failure.escalate_day]\nvalue = 10",
       "[failure.escalate_day]\nvalue = @@7",
       {"`failure.escalate_day` must be above `failure.reassess_day`"}},
      {"LimitIsNoTable",
       thresholds,
       "[lesion.recent_days]",
       "[lesion]\nrecent_days = @@60\n[lesion.@@x]",
       {"`recent_days` must be a table", "unknown key `x`, expected here: recent_days"}},
      {"UnknownSource",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = [@@\"hearsay\"]",
       {"unknown source `hearsay`, sources.toml lists them"}},
      {"NoSource",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = @@[]",
       {"`sources` must not be empty"}},
      {"SourceTwice",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = [\"own-knowledge\", @@\"own-knowledge\"]",
       {"`own-knowledge` is listed twice"}},
      {"SourcesAreNoArray",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = @@\"own-knowledge\"",
       {"`sources` must be an array of texts"}},
      {"SourceIsNoText",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = [\"own-knowledge\", @@3]",
       {"`sources` must hold texts, not empty"}},
      {"NoteIsNoText",
       thresholds,
       "note = \"courses that end and begin at most this far apart are one course\"",
       "note = @@7",
       {"`note` must be a text, not empty"}},
  };
}

std::vector<seeded> reference_faults() {
  return {
      {"RelativeUrl",
       sources,
       "url = \"https://pmc.ncbi.nlm.nih.gov/articles/PMC145299/\"",
       "url = @@\"articles/PMC145299\"",
       {"`url` must be absolute and begin with `https://`"}},
      {"PlainHttp",
       sources,
       "url = \"https://pmc.ncbi.nlm.nih.gov/articles/PMC145299/\"",
       "url = @@\"http://pmc.ncbi.nlm.nih.gov/articles/PMC145299/\"",
       {"`url` must be absolute and begin with `https://`"}},
      {"UnknownKind",
       sources,
       "[natural-course]\nlabel = \"Cold sores in primary care, review\"\nkind = \"study\"",
       "[natural-course]\nlabel = \"Cold sores in primary care, review\"\nkind = @@\"blog\"",
       {"unknown kind `blog`, expected one of: label, guideline, study, secondary copy, own knowledge"}},
      {"SourceWithoutLabel",
       sources,
       "[natural-course]\nlabel = \"Cold sores in primary care, review\"",
       "@@[natural-course]",
       {"missing key `label`"}},
      {"ReasonTwice",
       overrides,
       "{ code = \"limited-time\"",
       "{ code = @@\"patient-ineligible\", display = \"x\" }, { code = \"limited-time\"",
       {"reason `patient-ineligible` is listed twice"}},
      {"ReasonWithoutDisplay",
       overrides,
       "{ code = \"limited-time\"",
       "@@{ code = \"no-display\" }, { code = \"limited-time\"",
       {"missing key `display`"}},
  };
}

std::vector<seeded> drug_faults() {
  const std::string prednisone =
      "{ code = \"8640\", name = \"prednisone\", sets = [\"corticosteroid\"], prednisone_factor = 1 }";
  const std::string tablet =
      "{ code = \"313565\", display = \"valacyclovir 500 MG Oral Tablet\", agent = \"valacyclovir\", "
      "route = \"oral\", strength_mg = 500 }";
  const auto as_tablet = [](const std::string& rest) {
    return "@@{ code = \"999\", display = \"x\", " + rest + " },\n  { code = \"313566\"";
  };
  const std::string next = "{ code = \"313566\"";
  return {
      {"CodeTwice",
       drugs,
       next,
       "{ code = @@\"281\", display = \"x\", agent = \"acyclovir\", route = \"topical\" },\n  " + next,
       {"code `281` is listed already, at drugs.toml:{line:code = \"281\"}"}},
      {"NameTwice",
       drugs,
       prednisone,
       "{ code = \"999\", name = @@\"acyclovir\" },\n  " + prednisone,
       {"name `acyclovir` is listed already, at drugs.toml:{line:name = \"acyclovir\"}"}},
      {"UpperCaseName",
       drugs,
       prednisone,
       "{ code = \"999\", name = @@\"Xdrug\" },\n  " + prednisone,
       {"name `Xdrug` must be lower case"}},
      {"SteroidWithoutFactor",
       drugs,
       prednisone,
       "@@{ code = \"8640\", name = \"prednisone\", sets = [\"corticosteroid\"] }",
       {"`prednisone_factor` and the set `corticosteroid` go together"}},
      {"UnknownSet",
       drugs,
       prednisone,
       "{ code = \"999\", name = \"xdrug\", sets = [@@\"steroids\"] },\n  " + prednisone,
       {"unknown value set `steroids`"}},
      {"UnknownAgent",
       drugs,
       prednisone,
       "{ code = \"999\", name = \"xdrug\", agent = @@\"aciclovir\" },\n  " + prednisone,
       {"unknown agent `aciclovir`"}},
      {"AgentNone",
       drugs,
       prednisone,
       "{ code = \"999\", name = \"xdrug\", agent = @@\"none\" },\n  " + prednisone,
       {"unknown agent `none`"}},
      {"UnknownRoute",
       drugs,
       next,
       "{ code = \"999\", display = \"x\", agent = \"acyclovir\", route = @@\"po\" },\n  " + next,
       {"unknown route `po`, expected one of: oral, intravenous, topical, ophthalmic, buccal, other"}},
      {"NotRxNorm",
       drugs,
       next,
       "{ code = @@\"B00\", display = \"x\", agent = \"acyclovir\", route = \"topical\" },\n  " + next,
       {"an RxNorm code has digits only, not `B00`"}},
      {"TopicalWithStrength",
       drugs,
       next,
       as_tablet("agent = \"acyclovir\", route = \"topical\", strength_mg = 50"),
       {"only oral and intravenous products have a strength"}},
      {"NoStrengthNoNote",
       drugs,
       next,
       as_tablet("agent = \"acyclovir\", route = \"oral\""),
       {"a product without `strength_mg` and `concentration_mg_per_ml` needs a `note` that says why"}},
      {"TwoStrengths",
       drugs,
       next,
       as_tablet("agent = \"acyclovir\", route = \"oral\", strength_mg = 50, concentration_mg_per_ml = 40"),
       {"a product has `strength_mg` or `concentration_mg_per_ml`, not both"}},
      {"UnknownVerification",
       drugs,
       tablet,
       tablet.substr(0, tablet.size() - 2) + ", verification = @@\"maybe\" }",
       {"unknown verification `maybe`, expected one of: partial, component-only, own-knowledge"}},
      {"OrderOfUnknownProduct",
       orders,
       "rxnorm = \"313565\"",
       "rxnorm = @@\"999\"",
       {"`999` is not a product of drugs.toml"}},
      {"OrderOfOtherAgent",
       orders,
       "agent = \"valacyclovir\"",
       "agent = @@\"famciclovir\"",
       {"drugs.toml says that `313565` is valacyclovir"}},
      {"OrderOfOtherStrength",
       orders,
       "strength_mg = 500",
       "strength_mg = @@1000",
       {"drugs.toml gives `313565` another strength: 500 mg"}},
      {"OrderIdGone", orders, "id = \"hsv-culture\"", "id = \"culture\"", {"missing id `hsv-culture`"}, 1},
      {"OrderIdTwice",
       orders,
       "id = \"ecg\"",
       "id = @@\"calcium\"",
       {"missing id `ecg`", "`calcium` is listed already"},
       1},
      {"ServiceUnknown",
       orders,
       "code = \"1-8\"",
       "code = @@\"8302-2\"",
       {"`8302-2` is not a code of value_sets.toml"}},
  };
}

std::vector<seeded> value_set_faults() {
  const std::string whitlow = "{ system = \"snomed-ct\", code = \"43891009\"";
  const auto extra = [&](const std::string& code) { return code + " },\n  " + whitlow; };
  return {
      {"SetUnknown",
       value_sets,
       "[hsv-whitlow]",
       "[@@hsv-finger]\ntitle = \"x\"\ncodes = [ { system = \"rxnorm\", code = \"9\", display = \"x\" } "
       "]\n[hsv-whitlow]",
       {"unknown value set `hsv-finger`"}},
      {"SetEmptied",
       value_sets,
       "[hsv-whitlow]",
       "[@@deliberately-none-too]",
       {"value set `hsv-whitlow` has no codes", "unknown value set `deliberately-none-too`"},
       1},
      {"CodeWithoutSystem",
       value_sets,
       whitlow,
       extra("@@{ code = \"4740000\", display = \"x\""),
       {"missing key `system`"}},
      {"SystemUnknown",
       value_sets,
       whitlow,
       extra("{ system = @@\"icd-9\", code = \"054.9\", display = \"x\""),
       {"unknown system `icd-9`, expected one of: rxnorm, snomed-ct, icd-10-cm, loinc, observation-interpretation"}},
      {"CodeWithoutDisplay",
       value_sets,
       whitlow,
       extra("@@{ system = \"loinc\", code = \"8302-2\""),
       {"missing key `display`"}},
      {"SnomedMistyped",
       value_sets,
       whitlow,
       extra("{ system = \"snomed-ct\", code = @@\"43891008\", display = \"x\""),
       {"`43891008` is not a SNOMED CT code: check its digits"}},
      {"LoincMistyped",
       value_sets,
       whitlow,
       extra("{ system = \"loinc\", code = @@\"8302-3\", display = \"x\""),
       {"`8302-3` is not a LOINC code: check its digits"}},
      {"IcdWithoutDot",
       value_sets,
       whitlow,
       extra("{ system = \"icd-10-cm\", code = @@\"K120\", display = \"x\""),
       {"an ICD-10-CM code looks like `B00.1`, not `K120`"}},
      {"IcdTwice",
       value_sets,
       "{ system = \"icd-10-cm\", code = \"Z16.33\"",
       "{ system = \"icd-10-cm\", code = \"Z16.33\", display = \"x\" }, { system = \"icd-10-cm\", code = @@\"Z16.33\"",
       {"code `Z16.33` is listed already, at value_sets.toml:{line:code = \"Z16.33\"}"}},
      {"AlsoUnknown",
       value_sets,
       whitlow,
       extra("{ system = \"loinc\", code = \"8302-2\", display = \"x\", also = [@@\"hiv\"]"),
       {"unknown value set `hiv`"}},
      {"AlsoItself",
       value_sets,
       whitlow,
       extra("{ system = \"loinc\", code = \"8302-2\", display = \"x\", also = @@[\"hsv-whitlow\"]"),
       {"`also` names further sets, not this one"}},
      {"NoTitle",
       value_sets,
       "[hsv-whitlow]\ntitle = \"Herpetic whitlow: a special site, no red flag\"",
       "@@[hsv-whitlow]",
       {"missing key `title`"}},
  };
}

std::vector<seeded> dose_faults() {
  const std::string last = "{ from = 0, below = 10, dose_mg = 500, once = true }";
  const std::string ten = "{ from = 10, below = 30, dose_mg = 500, every_hours = 12, days = 1 }";
  const std::string thirty = "{ from = 30, below = 50, dose_mg = 1000, every_hours = 12, days = 1 }";
  return {
      {"Gap",
       renal,
       thirty,
       "@@{ from = 30, below = 49, dose_mg = 1000, every_hours = 12, days = 1 }",
       {"the row leaves a gap to the one before it, expected `below = 50`"}},
      {"Overlap",
       renal,
       thirty,
       "@@{ from = 30, below = 51, dose_mg = 1000, every_hours = 12, days = 1 }",
       {"the row overlaps the one before it, expected `below = 50`"}},
      {"OverlapAtTheEdge",
       renal,
       thirty,
       "@@{ from = 30, up_to = 50, dose_mg = 1000, every_hours = 12, days = 1 }",
       {"the row overlaps the one before it, expected `below = 50`"}},
      {"GapAtTheEdge",
       renal,
       "{ from = 0, up_to = 10, dose_mg = 200, every_hours = 12 }",
       "@@{ from = 0, below = 10, dose_mg = 200, every_hours = 12 }",
       {"the row leaves a gap to the one before it, expected `up_to = 10`"}},
      {"BandMissing",
       renal,
       ten + ",\n  " + last,
       "@@" + ten,
       {"the last row has the worst kidneys and begins with `from = 0`"}},
      {"LowerEndMissing",
       renal,
       last,
       "@@{ below = 10, dose_mg = 500, once = true }",
       {"missing key `from` or `above`"}},
      {"EndsExclude",
       renal,
       last,
       "{ from = 0, below = 10, up_to = @@10, dose_mg = 500, once = true }",
       {"`below` and `up_to` exclude each other"}},
      {"EndsReversed",
       renal,
       thirty,
       "@@{ from = 50, below = 50, dose_mg = 1000, every_hours = 12, days = 1 }",
       {"the row's upper end must be above its lower end"}},
      {"DoseRises",
       renal,
       last,
       "@@{ from = 0, below = 10, dose_mg = 3000, once = true }",
       {"worse kidneys must not get a higher daily dose than the row before"}},
      {"TwoWays",
       renal,
       last,
       "@@{ from = 0, below = 10, dose_mg = 500, once = true, every_hours = 12 }",
       {"a dose needs exactly one of `every_hours`, `times_per_day`, `once = true`"}},
      {"NoWay",
       renal,
       last,
       "@@{ from = 0, below = 10, dose_mg = 500 }",
       {"a dose needs exactly one of `every_hours`, `times_per_day`, `once = true`"}},
      {"DaysWithOnce",
       renal,
       last,
       "{ from = 0, below = 10, dose_mg = 500, once = true, days = @@2 }",
       {"`days` does not go with `once`"}},
      {"TableUnused",
       renal,
       "[valacyclovir-500-once]",
       "[@@spare]\nrows = [ { from = 0, unchanged = true } ]\nsources = [\"own-knowledge\"]\n[valacyclovir-500-once]",
       {"no regimen uses the renal table `spare`"}},
      {"TableUnknown",
       regimens,
       "renal_table = \"famciclovir-500-twice\"",
       "renal_table = @@\"famciclovir\"",
       {"unknown renal table `famciclovir`, renal.toml lists them"}},
      {"FirstRowDiffers",
       regimens,
       "every_hours = 12\ndays = 1\npreferred = true\nrenal_table = ",
       "every_hours = 8\ndays = 1\npreferred = true\nrenal_table = @@",
       {"the first row of `valacyclovir-cold-sores` must be the dose of `valacyclovir-one-day` itself"}},
      {"RegimenTwice",
       regimens,
       "[[regimen]]\nid = \"famciclovir-single-dose\"",
       "@@[[regimen]]\nid = \"valacyclovir-one-day\"",
       {"a regimen with this `id` is listed already"}},
      {"HostUnknown",
       regimens,
       "for = \"immunocompetent\"\npurpose = \"episodic\"\ndose_mg = 1500",
       "for = @@\"anybody\"\npurpose = \"episodic\"\ndose_mg = 1500",
       {"unknown host `anybody`, expected `immunocompetent` or `immunocompromised`"}},
      {"PurposeUnknown",
       regimens,
       "purpose = \"episodic\"\ndose_mg = 1500",
       "purpose = @@\"acute\"\ndose_mg = 1500",
       {"unknown purpose `acute`, expected `episodic` or `suppressive`"}},
      {"RegimenAgentUnknown",
       regimens,
       "agent = \"famciclovir\"\nfor",
       "agent = @@\"famvir\"\nfor",
       {"unknown agent `famvir`"}},
      {"NotPreferred",
       regimens,
       "days = 1\npreferred = true",
       "days = 1",
       {"exactly one preferred regimen is needed for episodic treatment of an immunocompetent patient, not 0"},
       1},
      {"PreferredTwice",
       regimens,
       "once = true\n",
       "once = true\npreferred = true\n",
       {"exactly one preferred regimen is needed for episodic treatment of an immunocompetent patient, not 2"},
       1},
      {"PreferredIsNoFlag",
       regimens,
       "once = true\n",
       "once = true\npreferred = @@\"yes\"\n",
       {"`preferred` must be true or false"}},
      {"MostDaysBelow", regimens, "most_days = 10", "most_days = @@5", {"`most_days` must not be below `days`"}},
      {"TimesNotWhole",
       regimens,
       "times_per_day = 5\ndays",
       "times_per_day = @@5.5\ndays",
       {"`times_per_day` must be a whole number from 1 to 1000"}},
      {"SignatureTwice",
       regimens,
       "[[signature]]",
       "[[signature]]\nagent = \"valacyclovir\"\ndose_mg = 1000\ntimes_per_day = 3\n"
       "means = \"zoster\"\nsources = [\"own-knowledge\"]\n\n@@[[signature]]",
       {"this signature is listed already"}},
      {"SignatureMeans",
       regimens,
       "means = \"cytomegalovirus\"",
       "means = @@\"hsv-genital\"",
       {"a signature means `zoster` or `cytomegalovirus`, not `hsv-genital`"}},
      {"AdequateMissing",
       regimens,
       "[[adequate]]\nagent = \"acyclovir\"\nfor = \"immunocompromised\"",
       "[[adequate]]\nagent = \"ganciclovir\"\nfor = \"immunocompromised\"",
       {"no adequate dose of `acyclovir` for an immunocompromised patient"},
       1},
      {"AdequateRises",
       regimens,
       "below = 30, daily_mg = 500",
       "below = 30, daily_mg = @@5000",
       {"worse kidneys must not need a higher daily dose than the row before"}},
      {"AgeNotWhole", regimens, "years = 12", "years = @@12.5", {"`years` must be a whole number from 1 to 1000"}},
  };
}

std::vector<seeded> foscarnet_faults() {
  const std::string row = "{ above = 0.8, up_to = 1.0, q12h = { mg_per_kg = 20, every_hours = 12 }, q8h = { mg_per_kg "
                          "= 35, every_hours = 12 } }";
  return {
      {"FoscarnetGap",
       foscarnet,
       row,
       "@@{ above = 0.8, up_to = 0.9, q12h = { mg_per_kg = 20, every_hours = 12 }, q8h = { mg_per_kg = 35, every_hours "
       "= 12 } }",
       {"the row leaves a gap to the one before it, expected `up_to = 1`"}},
      {"FoscarnetDoseRises",
       foscarnet,
       row,
       "@@{ above = 0.8, up_to = 1.0, q12h = { mg_per_kg = 20, every_hours = 12 }, q8h = { mg_per_kg = 35, every_hours "
       "= 8 } }",
       {"worse kidneys must not get a higher daily dose than the row before"}},
      {"FoscarnetCellMissing",
       foscarnet,
       row,
       "@@{ above = 0.8, up_to = 1.0, q12h = { mg_per_kg = 20, every_hours = 12 } }",
       {"missing key `q8h`"}},
      {"FoscarnetLowestExclusive",
       foscarnet,
       "{ from = 0.4,",
       "@@{ above = 0.4,",
       {"the last row includes its lower end, above 0: `from`"}},
      {"FoscarnetUnknownKey",
       foscarnet,
       "mg_per_kg = 35, every_hours = 24 } },\n]",
       "mg_per_kg = 35, every_hours = 24, @@mg = 3 } },\n]",
       {"unknown key `mg`, expected here: every_hours, mg_per_kg"}},
  };
}

std::vector<seeded> rule_faults() {
  const std::string own_rule =
      "[red-flag]\ntitle = \"Red flag: herpes that needs same-day care\"\nversion = \"1.0.0\"\n"
      "source = \"own-knowledge\"\nsources = [\"own-knowledge\", \"statements\"]\nstatements = [\"S21\"]\n";
  const auto with = [](std::string text, const std::string& find, const std::string& replacement) {
    return text.replace(text.find(find), find.size(), replacement);
  };
  const std::string red_flag_summary =
      "summary = \"Red flag: {flag}. Same-day evaluation, not oral or topical treatment alone\"";
  const std::string neonate = "neonate = \"newborn with a herpes antiviral\"";
  return {
      {"RuleUnknown", rules, "[not-checked]", "[@@no-such-rule]\n[not-checked]", {"unknown rule `no-such-rule`"}},
      {"RuleWithoutSource",
       rules,
       own_rule,
       with("@@" + own_rule, "source = \"own-knowledge\"\n", ""),
       {"missing key `source`"}},
      {"RuleWithoutSources",
       rules,
       own_rule,
       with("@@" + own_rule, "sources = [\"own-knowledge\", \"statements\"]\n", ""),
       {"missing key `sources`"}},
      {"RuleWithoutStatements",
       rules,
       own_rule,
       with("@@" + own_rule, "statements = [\"S21\"]\n", ""),
       {"missing key `statements`"}},
      {"StatementsEmpty", rules, own_rule, with(own_rule, "[\"S21\"]", "@@[]"), {"`statements` must not be empty"}},
      {"StatementUnknown",
       rules,
       own_rule,
       with(own_rule, "\"S21\"", "@@\"S25\""),
       {"unknown statement `S25`, expected `S1` to `S24`"}},
      {"RuleSourceUnknown",
       rules,
       own_rule,
       with(own_rule, ", \"statements\"]", ", @@\"x\"]"),
       {"unknown source `x`, sources.toml lists them"}},
      {"MainSourceNotListed",
       rules,
       own_rule,
       with(own_rule, "source = \"own-knowledge\"", "source = @@\"natural-course\""),
       {"the main source `natural-course` must be among `sources`"}},
      {"OverrideUnknown",
       rules,
       "\"patient-ineligible\", \"action-completed\"",
       "@@\"because\", \"action-completed\"",
       {"unknown override reason `because`, overrides.toml lists them"}},
      {"TextMissing",
       rules,
       "[red-flag.texts]\n" + red_flag_summary + "\n",
       "@@[red-flag.texts]\n",
       {"missing text `summary`"}},
      {"TextUnknown", rules, neonate, neonate + "\nextra = @@\"x\"", {"unknown text `extra`"}},
      {"TextKeyShape",
       rules,
       neonate,
       neonate + "\n@@Extra = @@\"x\"",
       {"text key `Extra` must be lower_snake", "unknown text `Extra`"}},
      {"PlaceholderOpen", rules, neonate, "neonate = @@\"newborn {with\"", {"`{` without `}`"}},
      {"PlaceholderNested", rules, neonate, "neonate = @@\"newborn {{with}}\"", {"`{` without `}`"}},
      {"PlaceholderClosed", rules, neonate, "neonate = @@\"newborn with}\"", {"`}` without `{`"}},
      {"PlaceholderName",
       rules,
       neonate,
       "neonate = @@\"newborn {With}\"",
       {"placeholder `{With}` must be lower_snake"}},
      {"PlaceholderUnfilled",
       rules,
       neonate,
       "neonate = @@\"newborn {age}\"",
       {"nothing fills the placeholder `{age}` of this text"}},
      {"TwoLines", rules, neonate, "neonate = @@\"newborn\\nwith\"", {"a text must be one line"}},
      {"SummaryTooLong",
       rules,
       red_flag_summary,
       "summary = @@\"{flag}" + std::string(140, 'x') + "\"",
       {"a summary has at most 139 characters, this one has 140 before anything is filled in"}},
  };
}

std::vector<seeded> all_faults() {
  std::vector<seeded> all;
  for (const auto& part : {file_faults(), threshold_faults(), reference_faults(), drug_faults(), value_set_faults(),
                           dose_faults(), foscarnet_faults(), rule_faults()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

class SeededFault : public testing::TestWithParam<seeded> {};

TEST_P(SeededFault, IsReportedWhereItIs) {
  const auto sown = sow(GetParam());
  ASSERT_FALSE(sown.expected.empty());
  EXPECT_THAT(faults_of(sown.files), testing::ElementsAreArray(sown.expected));
}

INSTANTIATE_TEST_SUITE_P(All, SeededFault, testing::ValuesIn(all_faults()),
                         [](const auto& p) { return std::string(p.param.name); });

TEST(KnowledgeFaults, ReportsAllFilesAtOnce) {
  auto files = cds_knowledge::embedded();
  for (auto& f : files)
    if (f.name == renal || f.name == foscarnet) f.text += "\n[surplus]\nx = 1\n";
  EXPECT_THAT(faults_of(files), testing::Contains(testing::HasSubstr("foscarnet.toml:")));
  EXPECT_THAT(faults_of(files), testing::Contains(testing::HasSubstr("renal.toml:")));
}

TEST(KnowledgeFaults, NamesAMissingRule) {
  auto files = cds_knowledge::embedded();
  for (auto& f : files)
    if (f.name == rules) f.text.resize(f.text.find("[not-checked]"));
  EXPECT_THAT(faults_of(files), testing::ElementsAre("rules.toml:1:1: missing rule `not-checked`"));
}

TEST(KnowledgeFaults, NamesMissingUnknownAndRepeatedFiles) {
  auto files = cds_knowledge::embedded();
  files.push_back({"extra.toml", ""});
  files.push_back(files[1]);
  files.erase(files.begin());
  EXPECT_THAT(faults_of(files), testing::UnorderedElementsAre("extra.toml: unknown file", "sources.toml: missing file",
                                                              "overrides.toml: the file is given twice"));
}

} // namespace
