// Whole runs over synthetic hospitals: what they count is what was put in, however the input lies and the work is cut.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "server/replay/shard_file.hpp"
#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"

namespace {

using namespace server;
using replaying::place;

std::filesystem::path hospital_in(const place& where, const hospital::wish& asked, const char* name = "export") {
  const auto directory = where / name;
  std::filesystem::create_directories(directory);
  hospital::write(asked, directory);
  return directory;
}

using cards = std::multiset<std::pair<cds::rule_id, cds::indicator>>;

cards shown_in(const replayed_order& order) {
  cards shown;
  for (const auto& rule : order.judged.rules)
    if (rule.shown) shown.emplace(rule.rule, *rule.urgency);
  return shown;
}

TEST(ReplayRun, EveryOrderBringsTheCardsOfItsHistory) {
  const place where;
  const hospital::wish asked;
  const auto truth = hospital::truth_of(asked);
  const auto summary = replaying::run(hospital_in(where, asked), where / "whole");
  ASSERT_TRUE(summary) << summary.error();
  EXPECT_EQ(summary->counts.orders, truth.orders);
  EXPECT_EQ(summary->counts.patients, truth.patients_with_orders);
  EXPECT_EQ(summary->counts.refused, 0u);

  const auto whole = replaying::read(where / "whole");
  std::map<std::string, cards> found;
  for (const auto& order : whole.orders) found[order.order] = shown_in(order);
  ASSERT_EQ(found.size(), truth.each.size());
  for (const auto& expected : truth.each) {
    cards wanted;
    for (const auto& card : expected.cards) wanted.emplace(card.rule, card.indicator);
    ASSERT_TRUE(found.contains(expected.id)) << expected.id;
    EXPECT_EQ(found[expected.id].size(), wanted.size()) << expected.id;
    EXPECT_EQ(found[expected.id], wanted) << expected.id;
  }
}

/// All but the first line, which names the files.
std::string orders_in(const std::filesystem::path& file) {
  const auto text = replaying::text_of(file);
  return text.substr(text.find('\n') + 1);
}

TEST(ReplayRun, HowTheInputLiesChangesNothing) {
  const place where;
  const hospital::wish plain{.seed = 3, .patients = 48};
  auto shuffled = plain, one_file = plain, compressed = plain;
  shuffled.shuffled = true;
  one_file.files = 1;
  compressed.gzip = compressed.shuffled = true;
  ASSERT_TRUE(replaying::run(hospital_in(where, plain, "plain"), where / "of-plain"));
  ASSERT_TRUE(replaying::run(hospital_in(where, shuffled, "shuffled"), where / "of-shuffled"));
  ASSERT_TRUE(replaying::run(hospital_in(where, one_file, "one"), where / "of-one"));
  ASSERT_TRUE(replaying::run(hospital_in(where, compressed, "compressed"), where / "of-compressed"));
  const auto expected = orders_in(where / "of-plain");
  ASSERT_GT(expected.size(), 5'000u);
  EXPECT_EQ(orders_in(where / "of-shuffled"), expected);
  EXPECT_EQ(orders_in(where / "of-one"), expected);
  EXPECT_EQ(orders_in(where / "of-compressed"), expected);
}

TEST(ReplayRun, ThreadsAndMemoryChangeNothing) {
  const place where;
  const auto input = hospital_in(where, {.seed = 4, .patients = 48, .shuffled = true});
  ASSERT_TRUE(replaying::run(input, where / "one", {.threads = 1}));
  ASSERT_TRUE(replaying::run(input, where / "four", {.threads = 4}));
  ASSERT_TRUE(replaying::run(input, where / "disk", {.memory_bytes = 4096, .threads = 3}));
  const auto expected = replaying::text_of(where / "one");
  EXPECT_EQ(replaying::text_of(where / "four"), expected);
  EXPECT_EQ(replaying::text_of(where / "disk"), expected);
  EXPECT_FALSE(std::filesystem::exists(where / "disk.work"));
}

TEST(ReplayRun, ShardsTogetherAreTheWhole) {
  const place where;
  const auto input = hospital_in(where, {.seed = 5, .patients = 48});
  ASSERT_TRUE(replaying::run(input, where / "whole"));
  for (const std::uint32_t count : {1u, 2u, 5u}) {
    std::vector<std::filesystem::path> shards;
    for (std::uint32_t i = 1; i <= count; ++i) {
      shards.push_back(where / ("shard" + std::to_string(count) + "-" + std::to_string(i)));
      ASSERT_TRUE(replaying::run(input, shards.back(), {.shard = i, .shards = count}));
    }
    std::string together;
    const auto seen = see_merged(
        {shards.rbegin(), shards.rend()}, [&](const run_summary& summary) { append_line(together, summary); },
        [&](const replayed_order&, std::string_view line) { together.append(line) += '\n'; });
    ASSERT_TRUE(seen) << seen.error();
    EXPECT_EQ(together, replaying::text_of(where / "whole")) << count;
  }
}

TEST(ReplayRun, AShardThatIsCutShortOrMissingIsRefused) {
  const place where;
  const auto input = hospital_in(where, {.seed = 5, .patients = 48});
  ASSERT_TRUE(replaying::run(input, where / "1", {.shard = 1, .shards = 2}));
  ASSERT_TRUE(replaying::run(input, where / "2", {.shard = 2, .shards = 2}));
  const auto merge = [&](std::vector<std::filesystem::path> shards) {
    const auto seen = see_merged(
        shards, [](const run_summary&) {}, [](const replayed_order&, std::string_view) {});
    return seen ? std::string{} : seen.error();
  };
  EXPECT_EQ(merge({where / "1", where / "2"}), "");
  EXPECT_EQ(merge({where / "1"}), "shard 2 of 2 is missing");
  auto text = replaying::text_of(where / "2");
  where.write("2", text.substr(0, text.rfind('\n', text.size() - 2) + 1));
  EXPECT_EQ(merge({where / "1", where / "2"}), "`" + (where / "2").string() + "` is cut short");
  where.write("2", text.substr(0, text.size() - 20));
  EXPECT_NE(merge({where / "1", where / "2"}).find("is not JSON"), std::string::npos);
}

TEST(ReplayRun, ASecondKnowledgeJudgesBeside) {
  const place where;
  const auto input = hospital_in(where, {});
  run_wish wish{.input = input, .out = where / "both", .work = where / "work"};
  progress quiet(true);
  const auto ran = run_replay(wish, replaying::known(), &replaying::known(), quiet);
  ASSERT_TRUE(ran) << ran.error();
  const auto both = replaying::read(where / "both");
  ASSERT_FALSE(both.orders.empty());
  for (const auto& order : both.orders) EXPECT_EQ(order.compared, order.judged) << order.order;
}

/// Changes the text of every file of an export.
void change_each(const std::filesystem::path& directory, const std::function<std::string(std::string)>& change) {
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    const auto text = change(replaying::text_of(file.path()));
    std::ofstream(file.path(), std::ios::binary) << text;
  }
}

std::string with_each(std::string text, std::string_view old, std::string_view other) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + other.size()))
    text.replace(at, old.size(), other);
  return text;
}

TEST(ReplayRun, ReferencesMayBeAbsoluteOrEscaped) {
  const place where;
  const auto input = hospital_in(where, {.seed = 11, .patients = 48});
  ASSERT_TRUE(replaying::run(input, where / "plain"));
  change_each(input, [](std::string text) {
    return with_each(std::move(text), R"("reference":"Patient/)", R"("reference":"https://ehr.example/fhir/Patient/)");
  });
  ASSERT_TRUE(replaying::run(input, where / "absolute"));
  EXPECT_EQ(orders_in(where / "absolute"), orders_in(where / "plain"));
  change_each(input, [](std::string text) { return with_each(std::move(text), "fhir/Patient/", "fhir\\/Patient\\/"); });
  ASSERT_TRUE(replaying::run(input, where / "escaped"));
  EXPECT_EQ(orders_in(where / "escaped"), orders_in(where / "plain"));
}

/// Puts what each order, dispense and administration is of into a Medication that it names.
TEST(ReplayRun, MedicinesMayBeNamedByReference) {
  const place where;
  const auto input = hospital_in(where, {.seed = 12, .patients = 48});
  ASSERT_TRUE(replaying::run(input, where / "plain"));
  std::map<std::string, std::string> medications; // id by concept
  constexpr std::string_view member = R"("medicationCodeableConcept":)";
  change_each(input, [&](std::string text) {
    for (auto at = text.find(member); at != std::string::npos; at = text.find(member, at + 1)) {
      const auto begin = at + member.size();
      auto end = begin;
      int depth = 0;
      do depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;
      while (++end, depth > 0);
      const auto id =
          medications.try_emplace(text.substr(begin, end - begin), "m" + std::to_string(medications.size()));
      text.replace(at, end - at, R"("medicationReference":{"reference":"Medication/)" + id.first->second + R"("})");
    }
    return text;
  });
  ASSERT_GT(medications.size(), 5u);
  std::string lines;
  for (const auto& [concept_text, id] : medications)
    lines += R"({"resourceType":"Medication","id":")" + id + R"(","code":)" + concept_text + "}\n";
  where.write("export/Medication.ndjson", lines);
  ASSERT_TRUE(replaying::run(input, where / "named"));
  EXPECT_EQ(orders_in(where / "named"), orders_in(where / "plain"));
}

TEST(ReplayRun, ALineThatIsThereTwiceChangesNothing) {
  const place where;
  const auto input = hospital_in(where, {.seed = 13, .patients = 48, .files = 1});
  ASSERT_TRUE(replaying::run(input, where / "once"));
  std::filesystem::copy(input / "MedicationRequest.000.ndjson", input / "MedicationRequest.001.ndjson");
  std::filesystem::copy(input / "Observation.000.ndjson", input / "Observation.001.ndjson");
  ASSERT_TRUE(replaying::run(input, where / "twice"));
  EXPECT_EQ(orders_in(where / "twice"), orders_in(where / "once"));
}

} // namespace
