#include "tests/conformance/patients.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "cds/knowledge/read.hpp"
#include "fhir/json/writer.hpp"
#include "hooks/conformance.hpp"
#include "tests/support/question.hpp"
#include "tests/support/world.hpp"

namespace conformance {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::chrono::sys_seconds clock_of(const std::string& expectation) {
  fhir::json::document document;
  auto root = document.read(expectation);
  auto text = root ? std::string((*root)["now"].string().value_or("")) : std::string();
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(text.c_str(), "%d-%u-%uT%u:%u:%uZ", &year, &month, &day, &hour, &minute, &second) != 6) {
    throw std::invalid_argument("no clock in an expectation");
  }
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

} // namespace

const cds::knowledge& known() {
  static const auto read = cds_knowledge::read(cds_knowledge::embedded());
  if (!read) throw std::runtime_error(cds_knowledge::to_text(read.error().front()));
  return *read;
}

const std::vector<patient>& patients() {
  static const auto all = [] {
    std::vector<patient> found;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(VESICLE_SOURCE_DIR) / "tests" / "vignettes")) {
      auto file = entry.path().filename().string();
      if (!file.ends_with(".request.json")) continue;
      auto name = file.substr(0, file.find('.'));
      found.push_back(
          {name, text_of(entry.path()), clock_of(text_of(entry.path().parent_path() / (name + ".expect.json")))});
    }
    std::ranges::sort(found, {}, &patient::name);
    return found;
  }();
  return all;
}

hooks::call post(std::string_view target, std::string_view body) {
  return {.method = "POST",
          .target = target,
          .content_type = "application/json",
          .content_encoding = {},
          .origin = {},
          .body = body};
}

hooks::reply answer_of(std::string_view service, std::string_view body, std::chrono::sys_seconds now) {
  static const hooks::endpoint served(known(), {});
  const auto target = "/cds-services/" + std::string(service);
  return served.answer(post(target, body), support::world_at(now));
}

std::string violations_of(const hooks::reply& answered, std::string_view body, bool takes_action_selection) {
  fhir::json::document asked, answer;
  auto root = answer.read(answered.body);
  if (!root) return "not JSON";
  if (answered.status != 200) return hooks::to_text(hooks::check_refusal(*root));
  auto question = asked.read(body);
  auto held_against = support::question_in(*question);
  held_against.takes_action_selection = takes_action_selection;
  return hooks::to_text(hooks::check_cards(*root, held_against));
}

std::string with_key(const std::string& request, std::string_view key, std::optional<std::string_view> text) {
  fhir::json::document document;
  auto root = document.read(request);
  std::string changed;
  fhir::json::writer out(changed);
  out.begin_object();
  for (const auto& member : *root) {
    if (member.name() != "prefetch") {
      out.member(member.name(), member);
      continue;
    }
    out.name("prefetch").begin_object();
    for (const auto& sent : member) {
      if (sent.name() != key) out.member(sent.name(), sent);
    }
    if (text) out.name(key).raw(*text);
    out.end_object();
  }
  out.end_object();
  return changed;
}

std::string asked_with(const std::string& request, std::string_view hook, std::string_view selections) {
  fhir::json::document document;
  auto root = document.read(request);
  std::string changed;
  fhir::json::writer out(changed);
  out.begin_object().member("hook", hook).member("hookInstance", "i-1").name("context").begin_object();
  for (const auto& member : (*root)["context"]) {
    if (member.name() != "draftOrders" || hook != "patient-view") out.member(member.name(), member);
  }
  if (!selections.empty()) out.name("selections").raw(selections);
  out.end_object().member("prefetch", (*root)["prefetch"]).end_object();
  return changed;
}

std::string all_drafts(const std::string& request) {
  fhir::json::document document;
  auto root = document.read(request);
  std::string names;
  fhir::json::writer out(names);
  out.begin_array();
  for (const auto& entry : (*root)["context"]["draftOrders"]["entry"])
    out.string(entry["resource"]["id"].string().value_or(""));
  out.end_array();
  return names;
}

std::size_t count_of(std::string_view what, std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

bool is_required(std::string_view key) { return key == "patient" || key == "conditions" || key == "medications"; }

std::string asked_by(std::string_view hook, const std::string& request) {
  return hook == "order-sign" ? request : asked_with(request, hook, hook == "order-select" ? all_drafts(request) : "");
}

} // namespace conformance
