#include "cds/decision.hpp"

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

std::string to_text(const resource_ref& r) {
  std::string text(r.type);
  if (r.id.empty()) return text.empty() ? text : text + " without id";
  text += '/';
  return text += r.id;
}

} // namespace cds
