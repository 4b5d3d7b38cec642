#include "server/commands/evaluate.hpp"

#include <cstdio>
#include <iostream>
#include <iterator>
#include <typeinfo>
#include <utility>

#include <boost/core/demangle.hpp>

#include "cds/engine.hpp"
#include "fhir/json/document.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/services/catalogue.hpp"
#include "server/environment.hpp"
#include "server/operation/load_knowledge.hpp"
#include "server/protocol/refusal_issue.hpp"
#include "server/rfc3339.hpp"
#include "server/settings.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

int complain(const std::string& what) {
  std::fprintf(stderr, "vesicle: %s\n", what.c_str());
  return 2;
}

tl::expected<std::string, std::string> read_whole(const std::string& name) {
  if (name == "-") return std::string{std::istreambuf_iterator<char>(std::cin), {}};
  return read_text_file(name, std::size_t{64} << 20, source_kind::any).map([](text_file&& file) {
    return std::move(file.text);
  });
}

/// The service for the hook that the request names.
const hooks::service& service_for(std::string_view body) {
  fhir::json::document document;
  const auto root = document.read(body);
  const auto* named = root ? hooks::service_for((*root)["hook"].string().value_or("")) : nullptr;
  return named != nullptr ? *named : hooks::services().front(); // which refuses what is not its own
}

std::string listed_services() {
  std::string ids;
  for (const auto& one : hooks::services()) ids.append(ids.empty() ? "`" : ", `").append(one.id).append("`");
  return ids;
}

hooks::call call_to(std::string_view target, std::string_view body) {
  hooks::call asked;
  asked.method = "POST";
  asked.target = target;
  asked.content_type = "application/json";
  asked.body = body;
  return asked;
}

hooks::witness explain_to_stderr(const cds::knowledge& known) {
  return [&known](const cds::facts& chart, const cds::decision& decided) {
    std::fputs(cds::explain(known, chart, decided).c_str(), stderr);
  };
}

/// As the server answers, also when the engine fails: the fault is told without a word of the chart.
hooks::reply answer(const evaluate_wish& wish, const cds::knowledge& known, const hooks::environment& world,
                    std::string_view body) {
  const hooks::endpoint services(known, {.answer_extension = settings{}.extension}); // as the server does by default
  const auto refuse = [&](const refusal& why) { return services.refuse(why.status, {}, {issue_of(why)}); };
  if (const auto most = limits{}.body_bytes; body.size() > most)
    return refuse({413, "the body is larger than " + std::to_string(most) + " bytes"});
  const auto& asked = wish.service.empty() ? service_for(body) : *hooks::service_named(wish.service);
  const auto target = "/cds-services/" + std::string(asked.id);
  try {
    return services.answer(call_to(target, body), world, wish.explain ? explain_to_stderr(known) : hooks::witness{});
  } catch (const std::exception& fault) {
    complain("evaluation failed with " + boost::core::demangle(typeid(fault).name()));
    return refuse({500, "the request could not be answered"});
  }
}

} // namespace

int evaluate(const evaluate_wish& wish) {
  hooks::environment world = world_now();
  world.new_uuid = counted_uuids();
  if (wish.now) {
    const auto now = read_rfc3339(*wish.now);
    if (!now) return complain("--now `" + *wish.now + "` is not a time such as `2026-01-05T10:00:00Z`");
    world.now = *now;
  }
  if (!wish.service.empty() && hooks::service_named(wish.service) == nullptr)
    return complain("--service `" + wish.service + "` is none of " + listed_services());
  const auto known = load_knowledge(wish.knowledge, wish.overlay);
  if (!known) {
    for (const auto& fault : known.error()) complain(fault);
    return 2;
  }
  const auto body = read_whole(wish.file);
  if (!body) return complain("`" + wish.file + "` " + body.error());

  const auto reply = answer(wish, *known, world, *body);
  std::fwrite(reply.body.data(), 1, reply.body.size(), stdout);
  std::fputc('\n', stdout);
  return reply.status == 200 ? 0 : 1;
}

} // namespace server
