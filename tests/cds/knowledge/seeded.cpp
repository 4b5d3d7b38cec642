#include "tests/cds/knowledge/seeded.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace knowledge_tests {
namespace {

std::ptrdiff_t line_of(const std::string& text, std::size_t place) {
  return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n');
}

// `{line:x}` becomes the line where x first stands.
std::string with_lines(std::string message, const std::string& text) {
  constexpr std::string_view open = "{line:";
  const auto at = message.find(open);
  if (at == std::string::npos) return message;
  const auto close = message.find('}', at);
  const std::string wanted = message.substr(at + open.size(), close - at - open.size());
  return message.replace(at, close - at + 1, std::to_string(line_of(text, text.find(wanted))));
}

} // namespace

std::vector<std::string> faults_of(const std::vector<cds_knowledge::file>& files) {
  std::vector<std::string> texts;
  const auto read = cds_knowledge::read(files);
  if (read) return texts;
  for (const auto& f : read.error()) texts.push_back(to_text(f));
  return texts;
}

sown sow(const seeded& s) {
  constexpr std::string_view mark = "@@";
  sown result{cds_knowledge::embedded(), {}};
  const auto named = [&](const cds_knowledge::file& f) { return f.name == s.file; };
  std::string& text = std::find_if(result.files.begin(), result.files.end(), named)->text;
  const auto at = text.find(s.find);
  if (at == std::string::npos) throw std::logic_error(std::string(s.name) + ": nothing to replace");
  text.replace(at, s.find.size(), s.replacement);

  std::size_t next = 0;
  for (; next < static_cast<std::size_t>(s.at_start); ++next)
    result.expected.push_back(std::string(s.file) + ":1:1: " + s.messages.at(next));
  for (auto place = text.find(mark); place != std::string::npos; place = text.find(mark)) {
    text.erase(place, mark.size());
    const auto line = line_of(text, place);
    const auto begin = place == 0 ? std::string::npos : text.rfind('\n', place - 1);
    const auto column = place - (begin == std::string::npos ? 0 : begin + 1) + 1;
    result.expected.push_back(std::string(s.file) + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " +
                              s.messages.at(next++));
  }
  for (std::string& message : result.expected) message = with_lines(message, text);
  return result;
}

void expect_reported(const std::vector<seeded>& all) {
  for (const seeded& s : all) {
    SCOPED_TRACE(s.name);
    const sown sown = sow(s);
    EXPECT_FALSE(sown.expected.empty());
    EXPECT_THAT(faults_of(sown.files), testing::ElementsAreArray(sown.expected));
  }
}

const cds::knowledge& embedded_knowledge() {
  static const cds::knowledge k = [] {
    auto read = cds_knowledge::read(cds_knowledge::embedded());
    if (!read) throw std::logic_error(to_text(read.error().front()));
    return std::move(*read);
  }();
  return k;
}

} // namespace knowledge_tests
