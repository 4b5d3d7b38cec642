#include "server/commands/clients.hpp"

#include <cstdio>

#include "fhir/json/writer.hpp"
#include "server/commands/add_client.hpp"
#include "server/environment.hpp"
#include "server/trust/clients_file.hpp"
#include "server/trust/development_key.hpp"

namespace server {
namespace {

using fhir::json::writer;

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int complain(const std::string& what, int status) {
  std::fprintf(stderr, "vesicle: %s\n", what.c_str());
  return status;
}

int complain(const std::vector<config_fault>& faults) {
  for (const auto& fault : faults) complain(to_text(fault), 1);
  return 1;
}

std::string keys_of(const hooks::client& c) {
  if (c.fetches_keys()) return c.jku;
  return c.pinned.empty() ? "certificate only" : "pinned";
}

std::string algorithms_of(const hooks::client& c) {
  std::string all;
  for (const auto a : c.algorithms) all += (all.empty() ? "" : ",") + std::string(name_of(a));
  return all;
}

std::string as_text(const std::vector<hooks::client>& registered) {
  std::string text;
  for (const auto& c : registered) {
    text += c.name + (c.demo ? "  (demo: anybody can sign as it)\n" : "\n");
    text += "  issuer      " + c.iss + "\n  keys        " + keys_of(c) + "\n  algorithms  " + algorithms_of(c);
    text += "\n  tokens      at most " + std::to_string(c.longest_life.count()) + " s\n";
  }
  return text.empty() ? "no client\n" : text;
}

std::string as_json(const std::vector<hooks::client>& registered) {
  std::string text;
  writer out(text);
  out.begin_object().name("clients").begin_array();
  for (const auto& c : registered) {
    out.begin_object().member("name", c.name).member("iss", c.iss).member("keys", keys_of(c));
    out.member("algorithms", algorithms_of(c)).member("longest_token_s", c.longest_life.count());
    out.member("demo", c.demo).end_object();
  }
  out.end_array().end_object();
  return text + '\n';
}

int list(const clients_wish& wish) {
  const auto registered = read_clients_file(wish.file);
  if (!registered) return complain(registered.error());
  print(wish.json ? as_json(*registered) : as_text(*registered));
  return 0;
}

int check(const clients_wish& wish) {
  const auto registered = read_clients_file(wish.file);
  if (!registered) {
    for (const auto& fault : registered.error()) print(to_text(fault) + '\n');
    return 1;
  }
  for (const auto& warning : warnings_about(*registered)) print("warning: " + warning + '\n');
  print("ok: " + std::to_string(registered->size()) + " clients without fault\n");
  return 0;
}

int add(const clients_wish& wish) {
  if (wish.jku.empty() == wish.keys.empty()) return complain("give one of --jku and --keys", 2);
  const auto faults = add_client(wish);
  if (!faults.empty()) return complain(faults);
  print("added client `" + wish.name + "` to " + wish.file + '\n');
  return 0;
}

int make_key(const clients_wish& wish) {
  const auto key = development_key::make(wish.file);
  if (!key) return complain(key.error(), 1);
  print(key->key_set() + '\n');
  return 0;
}

int token(const clients_wish& wish) {
  const auto key = development_key::read(wish.file);
  if (!key) return complain(key.error() + "; `vesicle clients key FILE` makes one", 1);
  const auto now = world_now().now.time_since_epoch().count();
  std::string claims;
  writer out(claims);
  out.begin_object().member("iss", wish.iss).member("aud", wish.audience).member("iat", now);
  out.member("exp", now + wish.lifetime).member("jti", new_uuid());
  if (!wish.tenant.empty()) out.member("tenant", wish.tenant);
  out.end_object();
  print(key->sign(wish.jku, claims) + '\n');
  return 0;
}

} // namespace

int clients(const clients_wish& wish) {
  switch (wish.asked) {
  case clients_wish::what::list:
    return list(wish);
  case clients_wish::what::check:
    return check(wish);
  case clients_wish::what::add:
    return add(wish);
  case clients_wish::what::key:
    return make_key(wish);
  case clients_wish::what::token:
    return token(wish);
  }
  return 2;
}

} // namespace server
