#include "tests/bench/stages.hpp"

#include <memory>
#include <stdexcept>
#include <vector>

#include "cds/engine.hpp"
#include "fhir/facts.hpp"
#include "fhir/json/document.hpp"
#include "hooks/client.hpp"
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
  static const hooks::card_parts parts(known(), {});
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
    hooks::write_cards(out, of->decided, hooks::settings{}.most_cards, {known(), parts, proposals, world, false});
    hooks::write_extension(out, "00000000-0000-4000-8000-000000000000", of->decided, of->chart, known(), parts);
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

template<class Change> subject changed(const std::string& patient, Change change) {
  return {change(vignettes::request_of(patient)), vignettes::expectation_of(patient).now};
}

/// The shortest tell less of the patient, as they do in life.
subject of_length(std::size_t bytes) {
  constexpr std::size_t least_of_v04 = 3000, least_of_v11 = 20'000;
  if (bytes < least_of_v04) return changed("v04", without_history);
  const std::string patient = bytes < least_of_v11 ? "v04" : "v11";
  return changed(patient, [&](const auto& request) { return with_history(request, bytes); });
}

} // namespace

subject subject_named(const std::string& name) {
  if (name == "small") return changed("v04", [](const auto& request) { return with_history(request, 0); });
  if (name == "typical") return changed("v11", [](const auto& request) { return with_history(request, 0); });
  if (name == "large") return of_length(400'000);
  if (const auto slash = name.find('/'); slash != std::string::npos)
    return changed(name.substr(0, slash),
                   [&](const auto& request) { return with_drafts(request, std::stoi(name.substr(slash + 1))); });
  if (name.find_first_not_of("0123456789") == std::string::npos) return of_length(std::stoul(name));
  return changed(name, [](const auto& request) { return request; });
}

std::span<const stage> stages() { return all; }

work find_client(std::size_t registered) {
  std::vector<hooks::client> all_clients(registered);
  for (std::size_t i = 0; i < registered; ++i) {
    all_clients[i].name = "client " + std::to_string(i);
    all_clients[i].iss = "https://ehr.example/" + std::to_string(i);
    all_clients[i].certificate_sha256 = std::string(64, 'a');
  }
  const auto known_clients = std::make_shared<const hooks::clients>(std::move(all_clients));
  return [known_clients, wanted = "https://ehr.example/" + std::to_string(registered / 2)] {
    if (known_clients->issued_by(wanted) == nullptr || known_clients->with_certificate({}, {}) != nullptr)
      throw std::logic_error("another client than the registered one was found");
  };
}

} // namespace bench
