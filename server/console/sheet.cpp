#include "server/console/sheet.hpp"

#include <algorithm>
#include <vector>

#include "fhir/facts.hpp"
#include "fhir/json/writer.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/services/catalogue.hpp"

namespace server {
namespace {

using fhir::json::writer;

struct sheet_writer {
  writer& out;
  const hooks::client& client;
  const published& live;
  const settings& chosen;
  std::string base; // what clients call the server by

  std::string id_of(const hooks::service& one) const { return std::string(live.served.routes().id_of(one)); }

  void prefetch() const {
    out.name("prefetch").begin_array();
    for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
      const auto kind = static_cast<fhir::data_kind>(i);
      if (!live.served.configured().keys.uses(kind)) continue;
      out.begin_object().member("key", fhir::key_of(kind));
      out.member("template", hooks::template_of(kind, live.known->terms)).end_object();
    }
    out.end_array();
  }

  void services() const {
    out.name("services").begin_array();
    for (const auto& one : hooks::services()) {
      if (!client.may_call(one.id)) continue;
      const auto url = base + "/cds-services/" + id_of(one);
      out.begin_object().member("id", id_of(one)).member("hook", one.hook_name).member("title", one.title);
      out.member("url", url).name("feedback_url");
      if (chosen.keeps_records())
        out.string(url + "/feedback");
      else
        out.null();
      out.member("usage_requirements", one.usage_requirements);
      prefetch();
      out.end_object();
    }
    out.end_array();
  }

  /// The resource types that the prefetch reads.
  std::vector<std::string> scopes() const {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
      const auto kind = static_cast<fhir::data_kind>(i);
      if (!live.served.configured().keys.uses(kind)) continue;
      const auto query = hooks::template_of(kind, live.known->terms);
      auto scope = "patient/" + query.substr(0, query.find_first_of("/?")) + ".read";
      if (std::ranges::find(all, scope) == all.end()) all.push_back(std::move(scope));
    }
    return all;
  }

  void texts(std::string_view name, const std::vector<std::string>& lines) const {
    out.name(name).begin_array();
    for (const auto& one : lines) out.string(one);
    out.end_array();
  }

  void claim(std::string_view name, const std::string& must) const {
    out.begin_object().member("claim", name).member("must", must).end_object();
  }

  void token() const {
    out.name("token").begin_object().name("algorithms").begin_array();
    for (const auto a : client.algorithms) out.string(hooks::name_of(a));
    out.end_array().member("issuer", client.iss).name("jku");
    if (client.fetches_keys())
      out.string(client.jku);
    else
      out.null();
    out.member("audience", "the URL that is called, as it is listed here");
    out.member("longest_life_s", client.longest_life.count());
    texts("tenants", client.tenants);
    out.name("claims").begin_array();
    claim("iss", "be `" + client.iss + "`");
    claim("aud", "be the URL that is called");
    claim("iat", "be the time of signing, in seconds since 1970");
    claim("exp", "be at most " + std::to_string(client.longest_life.count()) + " seconds after `iat`");
    claim("jti", "be new for each call: a token is good once");
    if (!client.tenants.empty()) claim("tenant", "be one of those that are registered");
    out.end_array().end_object();
  }

  void steps() const {
    std::vector<std::string> all;
    if (client.fetches_keys())
      all.push_back("Publish the public keys as a JWK set at " + client.jku + "; each with a `kid` of its own.");
    else if (!client.pinned.empty())
      all.emplace_back("The public keys are registered here: tell of a new one before it signs.");
    if (client.has_certificate()) all.emplace_back("Show the registered TLS certificate with each connection.");
    if (!client.certificate_suffices)
      all.emplace_back("Sign a JWT for each call and send it as `Authorization: Bearer`; the header names `alg`, `typ` "
                       "(JWT), `kid` and, where keys are published, `jku`.");
    all.emplace_back("Call each service at its hook, with the prefetch that is listed.");
    all.emplace_back(
        "Show cards with their source, suggestions and reasons for overriding; post what became of them to "
        "the feedback URL.");
    all.emplace_back("Answer to a refusal's OperationOutcome: it names every fault with its path.");
    texts("steps", all);
  }

  void command(std::string_view what, const std::string& line) const {
    out.begin_object().member("what", what).member("command", line).end_object();
  }

  void commands() const {
    const auto called = base + "/cds-services/" + id_of(hooks::services().front());
    out.name("commands").begin_array();
    command("ask what is offered", "curl " + base + "/cds-services");
    command("make a key to try with; register what it prints as the client's keys", "vesicle clients key try.key");
    command("sign a token to try with",
            "vesicle clients token try.key --iss '" + client.iss + "' --aud " + called +
                (client.fetches_keys() ? " --jku '" + client.jku + "'" : std::string()) +
                (client.tenants.empty() ? std::string() : " --tenant '" + client.tenants[0] + "'"));
    command("call with it", "curl --header \"Authorization: Bearer $TOKEN\" --header 'Content-Type: application/json' "
                            "--data-binary @request.json " +
                                called);
    out.end_array();
  }
};

} // namespace

std::string sheet_of(const hooks::client& one, const published& live, const settings& chosen) {
  std::string text;
  writer out(text);
  const sheet_writer sheet{out, one, live, chosen,
                           chosen.public_url.empty() ? "https://" + chosen.listen : chosen.public_url};
  out.begin_object().member("client", one.name).member("discovery_url", sheet.base + "/cds-services");
  sheet.services();
  sheet.texts("scopes", sheet.scopes());
  sheet.texts("fhir_servers", one.fhir_servers);
  sheet.token();
  sheet.steps();
  sheet.commands();
  out.end_object();
  return text;
}

} // namespace server
