#include "server/commands/evaluate.hpp"

#include <cstdio>
#include <iostream>
#include <iterator>
#include <utility>

#include "cds/engine.hpp"
#include "hooks/endpoint.hpp"
#include "server/commands/load_knowledge.hpp"
#include "server/commands/refusal_issue.hpp"
#include "server/environment.hpp"
#include "server/rfc3339.hpp"
#include "server/settings.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

constexpr std::string_view service = "/cds-services/antiviral-order-sign";

int complain(const std::string& what) {
  std::fprintf(stderr, "vesicle: %s\n", what.c_str());
  return 2;
}

tl::expected<std::string, std::string> read_whole(const std::string& name) {
  if (name == "-") return std::string{std::istreambuf_iterator<char>(std::cin), {}};
  return read_text_file(name).map([](text_file&& file) { return std::move(file.text); });
}

hooks::call call_with(std::string_view body) {
  hooks::call asked;
  asked.method = "POST";
  asked.target = service;
  asked.content_type = "application/json";
  asked.body = body;
  return asked;
}

hooks::witness explain_to_stderr(const cds::knowledge& known) {
  return [&known](const cds::facts& chart, const cds::decision& decided) {
    std::fputs(cds::explain(known, chart, decided).c_str(), stderr);
  };
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
  const auto known = load_knowledge(wish.knowledge);
  if (!known) {
    for (const auto& fault : known.error()) complain(fault);
    return 2;
  }
  const auto body = read_whole(wish.file);
  if (!body) return complain("`" + wish.file + "` " + body.error());

  const hooks::endpoint services(*known, {});
  const auto most = limits{}.body_bytes;
  const refusal too_large{413, "the body is larger than " + std::to_string(most) + " bytes"};
  const auto reply = body->size() > most ? services.refuse(too_large.status, {}, {issue_of(too_large)})
                                         : services.answer(call_with(*body), world,
                                                           wish.explain ? explain_to_stderr(*known) : hooks::witness{});
  std::fwrite(reply.body.data(), 1, reply.body.size(), stdout);
  std::fputc('\n', stdout);
  return reply.status == 200 ? 0 : 1;
}

} // namespace server
