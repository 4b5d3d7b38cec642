#include "tests/bench/stages.hpp"

#include <memory>
#include <vector>

#include "cds/engine.hpp"
#include "fhir/facts.hpp"
#include "fhir/json/document.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/request.hpp"
#include "hooks/response.hpp"
#include "hooks/services/catalogue.hpp"
#include "tests/bench/growth.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/world.hpp"
#include "tests/vignettes/posting.hpp"

namespace bench {
namespace {

const cds::knowledge& known() { return support::embedded_knowledge(); }
const hooks::service& called() { return *hooks::service_named("antiviral-order-sign"); }

/// A request and what each stage makes of it for the next.
struct opened {
  subject told;
  fhir::json::document document;
  fhir::json::value root;
  hooks::request request;
  cds::facts chart;
  cds::decision decided;

  explicit opened(const subject& from) : told(from), root(document.read(told.body).value()) {
    read();
    chart = fhir::read_facts(source(), known()).value();
    decided = cds::evaluate(known(), chart);
  }
  void read() {
    std::vector<fhir::issue> faults;
    request = hooks::read_request(root, called(), faults);
  }
  fhir::chart_source source() const {
    return {.patient_id = request.patient_id,
            .fhir_server = request.fhir_server,
            .draft_orders = request.draft_orders,
            .data = request.data,
            .hook = cds::hook::order_sign,
            .now = told.now};
  }
};

work read_json(const subject& told) {
  const auto document = std::make_shared<fhir::json::document>();
  return [document, told] { document->read(told.body).value(); };
}

work read_request(const subject& told) {
  return [of = std::make_shared<opened>(told)] { of->read(); };
}

work read_facts(const subject& told) {
  return [of = std::make_shared<opened>(told)] { fhir::read_facts(of->source(), known()).value(); };
}

work decide(const subject& told) {
  return [of = std::make_shared<opened>(told)] { cds::evaluate(known(), of->chart); };
}

work write_answer(const subject& told) {
  return [of = std::make_shared<opened>(told)] {
    const fhir::proposal_context proposals{.patient_id = of->request.patient_id,
                                           .encounter_id = of->request.encounter_id,
                                           .user = of->request.user_id,
                                           .draft_orders = of->request.draft_orders,
                                           .facts = &of->chart,
                                           .known = &known()};
    const auto world = support::world_at(of->told.now);
    std::string body;
    fhir::json::writer out(body);
    out.begin_object();
    hooks::write_cards(out, of->decided, hooks::settings{}.most_cards, {known(), proposals, world, false});
    hooks::write_extension(out, "00000000-0000-4000-8000-000000000000", of->decided, of->chart, known());
    out.end_object();
  };
}

/// As the server is configured when nobody says otherwise: with the extension, and a record of the decision.
work answer(const subject& told) {
  static const hooks::endpoint served(known(), {.answer_extension = true, .keeps_records = true});
  return [told] {
    served.answer({.method = "POST",
                   .target = "/cds-services/antiviral-order-sign",
                   .content_type = "application/json",
                   .content_encoding = {},
                   .origin = {},
                   .body = told.body},
                  support::world_at(told.now));
  };
}

constexpr stage all[] = {{"read_json", read_json}, {"read_request", read_request}, {"read_facts", read_facts},
                         {"decide", decide},       {"write_answer", write_answer}, {"answer", answer}};

} // namespace

subject subject_named(const std::string& name) {
  if (name == "small") return {with_history(vignettes::request_of("v04"), 0), vignettes::expectation_of("v04").now};
  if (name == "typical") return subject_of_length(0);
  if (name == "large") return subject_of_length(400'000);
  return {vignettes::request_of(name), vignettes::expectation_of(name).now};
}

subject subject_of_length(std::size_t bytes) {
  return {with_history(vignettes::request_of("v11"), bytes), vignettes::expectation_of("v11").now};
}

std::span<const stage> stages() { return all; }

} // namespace bench
