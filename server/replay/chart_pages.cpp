#include "server/replay/chart_pages.hpp"

#include <limits>
#include <stdexcept>

namespace server {
namespace {

using fhir::json::value;

constexpr std::string_view page_begin = R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":)";
constexpr std::string_view page_end = "}]}";
constexpr fhir::json::limits no_limits{
    .depth = 80, .key_bytes = 256, .memory_bytes = std::numeric_limits<std::size_t>::max()};

} // namespace

void add_page(std::string& text, std::string_view resource) {
  text.append(text.empty() ? "[" : ",").append(page_begin).append(resource).append(page_end);
}

std::vector<value> pages_of(std::string& text, fhir::json::document& document) {
  text += text.empty() ? "[]" : "]";
  const auto root = document.read(text, no_limits);
  if (!root) throw std::runtime_error("a chart that was read before cannot be read again");
  return {root->begin(), root->end()};
}

value resource_of(const value& page) { return page["entry"][0]["resource"]; }

} // namespace server
