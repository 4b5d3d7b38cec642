#include "cds/decision.hpp"

#include <algorithm>
#include <stdexcept>

namespace cds {

std::string_view name_of(indicator i) {
  switch (i) {
  case indicator::info:
    return "info";
  case indicator::warning:
    return "warning";
  case indicator::critical:
    return "critical";
  }
  throw std::logic_error("an indicator without a name");
}

std::string_view name_of(verdict v) {
  switch (v) {
  case verdict::not_applicable:
    return "not applicable";
  case verdict::negative:
    return "negative";
  case verdict::not_evaluable:
    return "not evaluable";
  case verdict::fired:
    return "fired";
  }
  throw std::logic_error("a verdict without a name");
}

void append(std::string& out, const resource_ref& r) {
  out += r.type;
  if (!r.id.empty())
    (out += '/') += r.id;
  else if (!r.type.empty())
    out += " without id";
}

std::string to_text(const resource_ref& r) {
  std::string text;
  append(text, r);
  return text;
}

void append(std::string& out, const joined& j) {
  for (const std::string_view& item : j.items) (out += &item == j.items.begin() ? "" : ", ") += item;
}

std::string_view notepad::keep(std::string_view text) {
  if (text.empty()) return {};
  auto* room = static_cast<char*>(memory_.allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), room);
  return {room, text.size()};
}

} // namespace cds
