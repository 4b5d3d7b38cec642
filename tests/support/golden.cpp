#include "tests/support/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

namespace support {
namespace {

using fhir::json::kind;
using fhir::json::value;

bool updates() {
  const char* asked = std::getenv("UPDATE_GOLDEN");
  return asked != nullptr && std::string_view(asked) == "1";
}

void lay_out(std::string& out, const value& v, const std::string& indent) {
  bool is_object = v.is(kind::object);
  if (v.size() == 0 || (!is_object && !v.is(kind::array))) {
    fhir::json::writer(out).value(v);
    return;
  }
  auto deeper = indent + "  ";
  out += is_object ? '{' : '[';
  const char* before = "\n";
  for (const auto& inner : v) {
    out.append(before).append(deeper);
    before = ",\n";
    if (is_object) {
      fhir::json::append_string(out, inner.name());
      out += ": ";
    }
    lay_out(out, inner, deeper);
  }
  out.append("\n").append(indent).append(is_object ? "}" : "]");
}

std::string first_difference(std::string_view expected, std::string_view actual) {
  auto differs = std::ranges::mismatch(expected, actual).in1;
  auto line = 1 + std::count(expected.begin(), differs, '\n');
  auto line_of = [line](std::string_view text) {
    std::istringstream lines{std::string(text)};
    std::string one;
    for (std::ptrdiff_t i = 0; i < line; ++i) {
      one.clear();
      std::getline(lines, one);
    }
    return one;
  };
  return "line " + std::to_string(line) + "\n  golden: " + line_of(expected) + "\n  actual: " + line_of(actual);
}

} // namespace

std::string laid_out(std::string_view json) {
  fhir::json::document document;
  auto root = document.read(json);
  if (!root) return std::string(json);
  std::string text;
  lay_out(text, *root, "");
  return text + "\n";
}

testing::AssertionResult is_golden(std::string_view name, std::string_view actual) {
  auto path = std::filesystem::path(VESICLE_SOURCE_DIR) / "tests" / "golden" / name;
  if (updates()) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    return testing::AssertionSuccess();
  }
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return testing::AssertionFailure() << "no golden file " << name << "; UPDATE_GOLDEN=1 writes it. Actual:\n"
                                       << actual;
  std::string expected{std::istreambuf_iterator<char>(file), {}};
  if (expected == actual) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "differs from golden file " << name << " in "
                                     << first_difference(expected, actual);
}

} // namespace support
