#include "server/doctor/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fhir/json/writer.hpp"

namespace server {
namespace {

const char* name_of(health how) { return how == health::ok ? "ok" : how == health::warning ? "warning" : "fault"; }

} // namespace

bool findings::has_fault() const {
  return std::any_of(all_.begin(), all_.end(), [](const finding& one) { return one.how == health::fault; });
}

std::string as_text(const findings& of) {
  std::string text;
  for (const auto& one : of.all()) {
    text += fmt::format("{:<8} {:<12} {}\n", name_of(one.how), one.about, one.says);
    if (!one.advice.empty()) text += fmt::format("{:>24}{}\n", "-> ", one.advice);
  }
  return text;
}

std::string as_json(const findings& of) {
  std::string text;
  fhir::json::writer out(text);
  out.begin_object().name("findings").begin_array();
  for (const auto& one : of.all()) {
    out.begin_object().member("state", name_of(one.how)).member("about", one.about).member("says", one.says);
    if (!one.advice.empty()) out.member("advice", one.advice);
    out.end_object();
  }
  out.end_array().end_object();
  return text + '\n';
}

} // namespace server
