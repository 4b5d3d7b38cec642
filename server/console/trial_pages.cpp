#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "hooks/services/catalogue.hpp"
#include "server/console/embedded_texts.hpp"
#include "server/console/pages.hpp"
#include "server/console/replies.hpp"
#include "server/console/trial.hpp"

namespace server {
namespace {

using fhir::json::writer;

std::string_view request_of(std::string_view id) { return embedded_text("samples/" + std::string(id) + ".json"); }

/// The members that a sample's head has.
void write_head(writer& out, const fhir::json::value& listed) {
  const auto id = listed["id"].string().value_or("");
  fhir::json::document document;
  const auto request = document.read(request_of(id));
  const auto hook = request ? (*request)["hook"].string().value_or("") : "";
  const auto* service = hooks::service_for(hook);
  out.member("id", id).member("title", listed["title"].string().value_or("")).member("hook", hook);
  out.member("service", service == nullptr ? std::string_view{} : service->id);
  out.member("now", listed["now"].string().value_or(""));
}

hooks::reply samples(const console_call&) {
  fhir::json::document document;
  const auto list = document.read(embedded_text("samples/index.json")).value();
  std::string text;
  writer out(text);
  out.begin_object().name("samples").begin_array();
  for (const auto one : list) {
    out.begin_object();
    write_head(out, one);
    out.end_object();
  }
  out.end_array().end_object();
  return json_answer(std::move(text));
}

hooks::reply sample(const console_call& call) {
  fhir::json::document document;
  const auto list = document.read(embedded_text("samples/index.json")).value();
  for (const auto one : list) {
    if (one["id"].string() != call.part) continue;
    std::string text;
    writer out(text);
    out.begin_object();
    write_head(out, one);
    out.member("request", request_of(call.part)).end_object();
    return json_answer(std::move(text));
  }
  return refused_answer(404, "there is no such sample");
}

hooks::reply trying(const console_world& world, const console_call& call) {
  const auto wish = read_trial(call.body);
  if (!wish) return refused_answer(400, wish.error());
  auto told = try_out(*wish, *world.shown.serves(), world.chosen, world.clock());
  if (!told) return refused_answer(400, told.error());
  return json_answer(std::move(*told));
}

} // namespace

routes trial_routes(const console_world& world) {
  return {{.method = "GET", .pattern = "/console/api/samples", .answer = samples},
          {.method = "GET", .pattern = "/console/api/samples/{id}", .answer = sample},
          {.method = "POST",
           .pattern = "/console/api/try",
           .deed = "try",
           .slow = true,
           .answer = [&world](const console_call& call) { return trying(world, call); }}};
}

} // namespace server
