#include "hooks/router.hpp"

#include <gtest/gtest.h>

namespace {

struct routed {
  const char* method;
  const char* target;
  const char* expected; // `discover`, `invoke ID`, `preflight METHODS`, `404`, `405 METHODS`
};

std::string ids_of(const hooks::namesakes& some) {
  std::string text;
  for (const auto* one : some) text.append(" ").append(one->id);
  return text;
}

std::string outcome_of(const hooks::router& from, const routed& one) {
  auto where = from.find(one.method, one.target);
  if (!where) {
    auto text = std::to_string(where.error().status);
    for (const auto& [name, value] : where.error().headers) text += name == "Allow" ? " " + value : " ?";
    return text;
  }
  if (std::holds_alternative<hooks::discover>(*where)) return "discover";
  if (const auto* asks = std::get_if<hooks::preflight>(&*where)) return "preflight " + std::string(asks->allowed);
  if (const auto* tells = std::get_if<hooks::tell>(&*where)) return "tell" + ids_of(*tells->asked);
  return "invoke" + ids_of(*std::get<hooks::invoke>(*where).asked);
}

TEST(Router, FindsPathsAndMethods) {
  const routed table[] = {
      {"GET", "/cds-services", "discover"},
      {"GET", "/cds-services?x=1", "discover"},
      {"GET", "/cds-services?", "discover"},
      {"OPTIONS", "/cds-services", "preflight GET, OPTIONS"},
      {"POST", "/cds-services", "405 GET, OPTIONS"},
      {"HEAD", "/cds-services", "405 GET, OPTIONS"},
      {"get", "/cds-services", "405 GET, OPTIONS"},
      {"", "/cds-services", "405 GET, OPTIONS"},
      {"GET", "/cds-services/", "404"},
      {"GET", "/cds-services//", "404"},
      {"GET", "/CDS-services", "404"},
      {"GET", "/cds-servicesx", "404"},
      {"GET", "/cds-service", "404"},
      {"GET", "/", "404"},
      {"GET", "", "404"},
      {"GET", "cds-services", "404"},
      {"GET", "*", "404"},
      {"GET", "?/cds-services", "404"},
      {"GET", "/prefix/cds-services", "404"},
      {"OPTIONS", "/", "404"},
      {"POST", "/cds-services/antiviral-order-sign", "invoke antiviral-order-sign"},
      {"POST", "/cds-services/antiviral-order-select", "invoke antiviral-order-select"},
      {"POST", "/cds-services/antiviral-patient-view", "invoke antiviral-patient-view"},
      {"OPTIONS", "/cds-services/antiviral-patient-view", "preflight OPTIONS, POST"},
      {"GET", "/cds-services/antiviral-order-select", "405 OPTIONS, POST"},
      {"POST", "/cds-services/antiviral-order-sign?x=1", "invoke antiviral-order-sign"},
      {"POST", "/cds-services/antiviral-order-sign?/y", "invoke antiviral-order-sign"},
      {"OPTIONS", "/cds-services/antiviral-order-sign", "preflight OPTIONS, POST"},
      {"GET", "/cds-services/antiviral-order-sign", "405 OPTIONS, POST"},
      {"PUT", "/cds-services/antiviral-order-sign", "405 OPTIONS, POST"},
      {"DELETE", "/cds-services/antiviral-order-sign", "405 OPTIONS, POST"},
      {"TRACE", "/cds-services/antiviral-order-sign", "405 OPTIONS, POST"},
      {"POST", "/cds-services/antiviral-order-sign/", "404"},
      {"POST", "/cds-services/antiviral-order-sign/feedback", "tell antiviral-order-sign"},
      {"POST", "/cds-services/antiviral-patient-view/feedback?x", "tell antiviral-patient-view"},
      {"OPTIONS", "/cds-services/antiviral-order-sign/feedback", "preflight OPTIONS, POST"},
      {"GET", "/cds-services/antiviral-order-sign/feedback", "405 OPTIONS, POST"},
      {"POST", "/cds-services/antiviral-order-sign/feedback/", "404"},
      {"POST", "/cds-services/antiviral-order-sign/feedback/feedback", "404"},
      {"POST", "/cds-services/feedback", "404"},
      {"POST", "/cds-services//feedback", "404"},
      {"POST", "/cds-services/antiviral", "404"},
      {"POST", "/cds-services/antiviral-order-sig", "404"},
      {"POST", "/cds-services/antiviral%2Dorder%2Dsign", "404"},
      {"POST", "/cds-services/../cds-services/antiviral-order-sign", "404"},
      {"POST", "/cds-services/another", "404"},
      {"OPTIONS", "/cds-services/another", "404"},
  };
  const hooks::router from(false);
  for (const auto& one : table) EXPECT_EQ(outcome_of(from, one), one.expected) << one.method << ' ' << one.target;
}

TEST(Router, PublishesAllServicesUnderOneIdWhenAskedTo) {
  const std::string all = " antiviral-order-sign antiviral-order-select antiviral-patient-view";
  const routed table[] = {
      {"POST", "/cds-services/antiviral", "invoke"},
      {"POST", "/cds-services/antiviral/feedback", "tell"},
  };
  const hooks::router from(true);
  for (const auto& one : table) EXPECT_EQ(outcome_of(from, one), one.expected + all) << one.target;
  EXPECT_EQ(outcome_of(from, {"POST", "/cds-services/antiviral-order-sign", ""}), "404");
}

} // namespace
