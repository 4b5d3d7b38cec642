#include "server/console/trial.hpp"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <typeinfo>
#include <utility>

#include "fhir/json/document.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/response.hpp"
#include "server/console/time_text.hpp"
#include "server/environment.hpp"
#include "server/protocol/refusal_issue.hpp"
#include "server/rfc3339.hpp"

namespace server {
namespace {

using fhir::json::writer;
using knowledge_ptr = std::shared_ptr<const cds::knowledge>;

/// What is laid over, by name: a trial's file stands in for the live overlay's of that name.
void add_missing(std::vector<cds_knowledge::file>& to, std::vector<cds_knowledge::file> more) {
  for (auto& one : more) {
    bool there = false;
    for (const auto& own : to) there = there || own.name == one.name;
    if (!there) to.push_back(std::move(one));
  }
}

template<class T> tl::expected<T, std::string> first_fault(tl::expected<T, std::vector<cds_knowledge::fault>> read) {
  if (read) return std::move(*read);
  return tl::unexpected(read.error().empty() ? std::string("the knowledge cannot be read") : to_text(read.error()[0]));
}

tl::expected<knowledge_ptr, std::string> knowledge_for(const trial& wish, const published& live,
                                                       const settings& chosen) {
  if (wish.overlay.empty()) return live.known;
  auto files = chosen.knowledge.empty()
                   ? tl::expected<std::vector<cds_knowledge::file>, std::string>(cds_knowledge::embedded())
                   : first_fault(cds_knowledge::read_directory(chosen.knowledge));
  if (!files) return tl::unexpected(files.error());
  auto overlay = wish.overlay;
  if (!chosen.overlay.empty()) {
    auto own = first_fault(cds_knowledge::read_overlay_directory(chosen.overlay));
    if (!own) return tl::unexpected(own.error());
    add_missing(overlay, std::move(*own));
  }
  auto read = first_fault(cds_knowledge::read(*files, overlay));
  if (!read) return tl::unexpected(read.error());
  return std::make_shared<const cds::knowledge>(std::move(*read));
}

/// As the live endpoint is configured, but open to whoever is signed in, and without a trace.
hooks::settings protocol_of(const published& live) {
  auto protocol = live.served.configured();
  protocol.clients = nullptr;
  protocol.verifier = {};
  protocol.keeps_records = false;
  protocol.same_id = false;
  return protocol;
}

/// Of a text that is no JSON the reader tells the place itself: `... at line 3, column 14`.
std::optional<text_place> place_told(std::string_view message) {
  const auto at = message.rfind(" at line ");
  text_place place;
  if (at == std::string_view::npos) return std::nullopt;
  if (std::sscanf(std::string(message.substr(at)).c_str(), " at line %zu, column %zu", &place.line, &place.column) != 2)
    return std::nullopt;
  return place;
}

/// The answer to one trial, and what was seen while it was made.
class trying {
 public:
  trying(const trial& wish, const cds::knowledge& known, const published& live, const settings& chosen)
      : wish_(wish), known_(known), chosen_(chosen), where_(wish.request), served_(known, protocol_of(live)),
        asked_(service_of(wish)) {}

  std::string tell(std::chrono::sys_seconds now);

 private:
  static const hooks::service& service_of(const trial& wish) {
    if (const auto* named = hooks::service_named(wish.service)) return *named;
    fhir::json::document document;
    const auto root = document.read(wish.request);
    const auto* answers = root ? hooks::service_for((*root)["hook"].string().value_or("")) : nullptr;
    return answers != nullptr ? *answers : hooks::services().front(); // which refuses what is not its own
  }
  hooks::reply answer(const hooks::environment& world);
  void see(const cds::facts& chart, const cds::decision& decided, std::chrono::sys_seconds now);
  void write_faults(writer& out, const hooks::reply& reply) const;
  void write_nothing_seen(writer& out) const;
  std::string curl() const;

  const trial& wish_;
  const cds::knowledge& known_;
  const settings& chosen_;
  const places where_;
  const hooks::endpoint served_;
  const hooks::service& asked_;
  std::string seen_; // members
  std::string golden_ = "null";
};

hooks::reply trying::answer(const hooks::environment& world) {
  const auto refuse = [&](const refusal& why) { return served_.refuse(why.status, {}, {issue_of(why)}); };
  if (const auto most = chosen_.limits.body_bytes; wish_.request.size() > most)
    return refuse({413, "the body is larger than " + std::to_string(most) + " bytes"});
  const auto target = "/cds-services/" + std::string(asked_.id);
  hooks::call call;
  call.method = "POST";
  call.target = target;
  call.content_type = "application/json";
  call.body = wish_.request;
  try {
    return served_.answer(
        call, world, [&](const cds::facts& chart, const cds::decision& decided) { see(chart, decided, world.now); });
  } catch (const std::exception& fault) {
    spdlog::error("a trial failed with {}", typeid(fault).name());
    return refuse({500, "the request could not be answered"});
  }
}

void trying::see(const cds::facts& chart, const cds::decision& decided, std::chrono::sys_seconds now) {
  std::string object;
  writer out(object);
  out.begin_object();
  write_orders(out, known_, chart, decided, where_);
  write_facts(out, chart, where_);
  write_assessment(out, known_, chart);
  write_timeline(out, known_, chart);
  write_knobs(out, known_, chart, where_);
  out.name("card_rules").begin_array();
  const auto cards = hooks::shown(decided.recommendations, served_.configured().most_cards);
  for (const auto* one : cards) out.string(cds::name_of(one->rule));
  out.end_array().end_object();
  seen_ = object.substr(1, object.size() - 2);
  golden_ = golden_of(cards, now);
}

void trying::write_nothing_seen(writer& out) const {
  for (const auto* name : {"orders", "standing", "supplied", "facts", "not_used", "knobs", "card_rules"})
    out.name(name).begin_array().end_array();
  out.name("assessment").null().name("timeline").null();
}

/// The faults of a refusal, each with its place in the text.
void trying::write_faults(writer& out, const hooks::reply& reply) const {
  out.name("faults").begin_array();
  fhir::json::document document;
  const auto root = document.read(reply.body);
  if (root && reply.status != 200)
    for (const auto issue : (*root)["issue"]) {
      auto path = issue["expression"][0].string().value_or("");
      if (path.empty()) path = issue["location"][0].string().value_or("");
      out.begin_object().member("code", issue["code"].string().value_or(""));
      out.member("message", issue["diagnostics"].string().value_or("")).member("path", path);
      if (!path.empty())
        where_.write_line(out, path);
      else if (const auto place = place_told(issue["diagnostics"].string().value_or("")))
        out.member("line", place->line).member("column", place->column);
      out.end_object();
    }
  out.end_array();
}

std::string trying::curl() const {
  const auto base = chosen_.public_url.empty() ? "https://" + chosen_.listen : chosen_.public_url;
  return "curl --header 'Content-Type: application/json' --data-binary @request.json " + base + "/cds-services/" +
         std::string(asked_.id);
}

std::string trying::tell(std::chrono::sys_seconds now) {
  hooks::environment world{.now = now, .new_uuid = counted_uuids()};
  const auto reply = answer(world);
  std::string text;
  writer out(text);
  out.begin_object().member("status", reply.status).name("answer").raw(reply.body);
  out.member("service", asked_.id).member("hook", asked_.hook_name).member("now", time_text(now));
  out.name("knowledge").begin_object().member("version", known_.version).member("hash", known_.hash).end_object();
  write_faults(out, reply);
  if (reply.status == 200 && !seen_.empty())
    out.members(seen_);
  else
    write_nothing_seen(out);
  if (reply.status == 200)
    write_effects(out, wish_.request, reply.body);
  else
    out.name("effects").begin_array().end_array();
  out.name("copy").begin_object().member("curl", curl()).name("golden").raw(reply.status == 200 ? golden_ : "null");
  out.end_object().end_object();
  return text;
}

tl::expected<std::vector<cds_knowledge::file>, std::string> read_overlay(const fhir::json::value& list) {
  std::vector<cds_knowledge::file> files;
  for (const auto one : list) {
    const auto name = one["name"].string();
    const auto text = one["text"].string();
    if (!name || !text) return tl::unexpected(std::string("each file of `overlay` needs `name` and `text`"));
    files.push_back({std::string(*name), std::string(*text)});
  }
  return files;
}

} // namespace

tl::expected<trial, std::string> read_trial(std::string_view body) {
  fhir::json::document document;
  const auto root = document.read(body);
  if (!root || !root->is(fhir::json::kind::object))
    return tl::unexpected(std::string("the body must be a JSON object"));
  trial wish;
  const auto request = (*root)["request"].string();
  if (!request) return tl::unexpected(std::string("`request` must be a text"));
  wish.request = *request;
  wish.service = (*root)["service"].string().value_or("");
  if (!wish.service.empty() && hooks::service_named(wish.service) == nullptr)
    return tl::unexpected(std::string("`service` is no id of a service"));
  if (const auto now = (*root)["now"]; now.exists() && !now.is_null()) {
    wish.now = read_rfc3339(now.string().value_or(""));
    if (!wish.now) return tl::unexpected(std::string("`now` is not a time such as 2026-01-05T10:00:00Z"));
  }
  auto overlay = read_overlay((*root)["overlay"]);
  if (!overlay) return tl::unexpected(overlay.error());
  wish.overlay = std::move(*overlay);
  return wish;
}

tl::expected<std::string, std::string> try_out(const trial& wish, const published& live, const settings& chosen,
                                               std::chrono::sys_seconds clock) {
  const auto known = knowledge_for(wish, live, chosen);
  if (!known) return tl::unexpected(known.error());
  return trying(wish, **known, live, chosen).tell(wish.now.value_or(clock));
}

std::string golden_of(const std::vector<const cds::recommendation*>& shown, std::chrono::sys_seconds now) {
  std::string text;
  writer out(text);
  out.begin_object().name("expect").begin_object().member("patient", "").member("now", time_text(now));
  out.name("cards").begin_array();
  for (const auto* one : shown) {
    out.begin_object().member("rule", cds::name_of(one->rule)).member("indicator", cds::name_of(one->indicator));
    out.end_object();
  }
  out.end_array().member("no_other_cards", true).end_object().end_object();
  return text;
}

} // namespace server
