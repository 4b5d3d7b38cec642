// Lines: cut anywhere they are the same, and the first look at one agrees with the strict reader.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "fhir/json/document.hpp"
#include "hooks/prefetch.hpp"
#include "server/replay/line_scan.hpp"
#include "server/replay/stored_lines.hpp"
#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"

namespace {

using namespace server;
using replaying::place;

std::vector<std::string> lines_of(const export_file& file, std::uint64_t part_bytes) {
  std::vector<std::string> all;
  for (const auto& part : stretches_of({file}, part_bytes)) {
    stored_lines lines(file, part);
    std::string_view line;
    while (lines.next(line)) all.emplace_back(lines.too_long() ? "(too long)" : line);
    EXPECT_EQ(lines.fault(), "");
  }
  return all;
}

export_file file_of(const std::filesystem::path& path) {
  return {.path = path, .name = path.filename().string(), .bytes = std::filesystem::file_size(path)};
}

TEST(StoredLines, AreTheSameHoweverTheFileIsCut) {
  const place where;
  where.write("a.ndjson", "one\n\ntwo\r\n" + std::string(300, 'x') + "\nlast");
  const std::vector<std::string> expected = {"one", "", "two", std::string(300, 'x'), "last"};
  const auto file = file_of(where / "a.ndjson");
  for (std::uint64_t bytes = 1; bytes < 330; ++bytes) ASSERT_EQ(lines_of(file, bytes), expected) << bytes;
}

TEST(StoredLines, OneThatIsTooLongIsPassedOver) {
  const place where;
  where.write("a.ndjson", "one\n" + std::string(stored_lines::longest_line + 2, 'x') + "\ntwo\n");
  const std::vector<std::string> expected = {"one", "(too long)", "two"};
  EXPECT_TRUE(lines_of(file_of(where / "a.ndjson"), std::uint64_t{1} << 40) == expected);
  where.write("b.ndjson", std::string(3 * stored_lines::longest_line, 'x') + "\ntwo\n");
  EXPECT_TRUE(lines_of(file_of(where / "b.ndjson"), std::uint64_t{1} << 40) ==
              (std::vector<std::string>{"(too long)", "two"}));
  where.write("c.ndjson", std::string(stored_lines::longest_line, 'x'));
  EXPECT_EQ(lines_of(file_of(where / "c.ndjson"), std::uint64_t{1} << 40).front().size(), stored_lines::longest_line);
}

TEST(StoredLines, OfACompressedFileAreThoseOfItsText) {
  const place where;
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "line " + std::to_string(i) + "\n";
  where.write("a.ndjson", text);
  auto* packed = ::gzopen((where / "a.ndjson.gz").c_str(), "wb");
  ASSERT_NE(packed, nullptr);
  ::gzwrite(packed, text.data(), static_cast<unsigned>(text.size()));
  ::gzclose(packed);
  auto file = file_of(where / "a.ndjson.gz");
  file.compressed = true;
  EXPECT_EQ(lines_of(file, 100), lines_of(file_of(where / "a.ndjson"), 1000));
}

TEST(ExportFiles, SayTheirTypeByTheirName) {
  for (const char* name : {"Patient.ndjson", "Patient.ndjson.gz", "Patient.000.ndjson", "1.Patient.ndjson",
                           "Patient_12.ndjson", "Patient-0001.ndjson.gz"})
    EXPECT_EQ(type_of_file(name), chart_type::patient) << name;
  EXPECT_EQ(type_of_file("MedicationRequest.ndjson"), chart_type::medication_request);
  EXPECT_EQ(type_of_file("Medication.ndjson"), chart_type::medication);
  for (const char* name : {"Patient.json", "Encounter.ndjson", "PatientList.ndjson", "Patient.ndjson.zip", "ndjson"})
    EXPECT_EQ(type_of_file(name), std::nullopt) << name;
}

TEST(LineScan, TellsTypeIdAndSubject) {
  const auto found = scan_line(
      R"( { "contained":[{"resourceType":"Medication","id":"m","subject":{"reference":"Patient/no"}}], "subject" : {"type":"Patient","reference":"Patient/p\"1"},"id":"x","resourceType":"Condition","n":-1.5e3,"b":[true,null,{}]} )");
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found->type, "Condition");
  EXPECT_EQ(found->id, "x");
  EXPECT_EQ(found->subject, R"(Patient/p\"1)");
  EXPECT_EQ(scan_line(R"({"patient":{"reference":"Patient/7"}})")->subject, "Patient/7");
  EXPECT_EQ(scan_line(R"({"performer":[{"reference":"Patient/7"}],"subject":[{"reference":"Patient/7"}]})")->subject,
            "");
  EXPECT_EQ(scan_line(R"({"subject":{"identifier":{"reference":"Patient/7"}}})")->subject, "");
}

TEST(LineScan, SeesWhatIsNoObject) {
  const std::pair<const char*, const char*> rows[] = {
      {"", "is no JSON object"},
      {"[]", "is no JSON object"},
      {"\xEF\xBB\xBF{}", "is no JSON object"},
      {"{", "ends before its object does"},
      {R"({"a":[1,2})", "has brackets that do not match"},
      {R"({"a":"b)", "ends within a text"},
      {R"({"a":"b\"})", "ends within a text"},
      {R"({"a":1} {})", "goes on after its object"},
      {R"({"a":1}})", "goes on after its object"},
  };
  for (const auto& [line, why] : rows) {
    const auto found = scan_line(line);
    ASSERT_FALSE(found) << line;
    EXPECT_EQ(found.error(), why) << line;
  }
  EXPECT_TRUE(scan_line(R"({"a":"b\\"})"));
  EXPECT_EQ(scan_line("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}").error(), "is nested too deeply");
}

TEST(LineScan, FindsTheCodesThatTheRulesKnow) {
  known_codes codes;
  codes.add(replaying::known().terms, hooks::laboratory_sets());
  const auto has_one = [&](const char* line) { return scan_line(line, &codes)->has_known_code; };
  EXPECT_TRUE(has_one(R"({"code":{"coding":[{"system":"http://loinc.org","code":"2160-0"}]}})"));
  EXPECT_TRUE(has_one(R"({"component":[{"code":{"coding":[{"code":"x"},{"code":"2160-0"}]}}]})"));
  EXPECT_TRUE(has_one(R"({"code":{"coding":[{"code":"\u0032160-0"}]}})")) << "left to the strict reader";
  EXPECT_FALSE(has_one(R"({"code":{"coding":[{"code":"8310-5","display":"2160-0"}]}})"));
}

TEST(LineScan, AgreesWithTheStrictReader) {
  for (std::size_t i = 0; i < 24; ++i) {
    auto told = hospital::patient_of({.bulk = 30}, i);
    for (const auto& [type, json] : told.chart.lines()) {
      fhir::json::document document;
      const auto root = document.read(json);
      ASSERT_TRUE(root);
      const auto found = scan_line(json);
      ASSERT_TRUE(found) << json;
      EXPECT_EQ(found->type, (*root)["resourceType"].string());
      EXPECT_EQ(found->id, (*root)["id"].string());
      const auto subject = (*root)["subject"] ? (*root)["subject"] : (*root)["patient"];
      EXPECT_EQ(found->subject, subject["reference"].string().value_or(""));
      // No shorter text is a whole line.
      for (std::size_t end = 0; end < json.size(); end += 7)
        EXPECT_FALSE(scan_line(std::string_view(json).substr(0, end)));
    }
  }
}

TEST(LineScan, ReadsReferencesToPatients) {
  EXPECT_EQ(patient_in("Patient/7"), "7");
  EXPECT_EQ(patient_in("Patient/7/_history/2"), "7");
  EXPECT_EQ(patient_in("https://ehr.example/fhir/Patient/7"), "7");
  for (const char* none : {"", "Patient", "Group/7", "RelatedPatient/7", "urn:uuid:7", "#p"})
    EXPECT_EQ(patient_in(none), "") << none;
  EXPECT_EQ(base_of("https://ehr.example/fhir/Patient/7"), "https://ehr.example/fhir/");
  EXPECT_EQ(base_of("Patient/7"), "");
}

} // namespace
