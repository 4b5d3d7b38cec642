// The program: reads the command line and hands over to a command.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

#include "server/commands/admin.hpp"
#include "server/commands/check_config.hpp"
#include "server/commands/clients.hpp"
#include "server/commands/doctor.hpp"
#include "server/commands/evaluate.hpp"
#include "server/commands/feedback.hpp"
#include "server/commands/knowledge.hpp"
#include "server/commands/replay.hpp"
#include "server/commands/serve.hpp"

namespace {

constexpr int usage_fault = 2;
constexpr const char* overlay_text = "directory of files with single values laid over the knowledge";

void describe_serve(CLI::App& command, server::serve_wish& wish) {
  command.add_option("--listen", wish.listen, "ADDR:PORT to listen on, port 0 picks one (127.0.0.1:8443)");
  command.add_option("--admin", wish.admin, "ADDR:PORT for operators: /livez, /readyz, /metrics, /console/ (none)");
  command.add_option("--certificate", wish.certificate, "the server's certificate and its chain, PEM");
  command.add_option("--key", wish.key, "the certificate's key, PEM, mode 600");
  command.add_option("--data", wish.data, "directory for what is kept, made when missing");
  command.add_option("--config", wish.config, "configuration file, TOML; the command line wins over it");
  command.add_option("--knowledge", wish.knowledge, "directory of knowledge files instead of those compiled in");
  command.add_option("--overlay", wish.overlay, overlay_text);
  command.add_option("--clients", wish.clients, "file of the clients that may ask, TOML");
  command.add_option("--public-url", wish.public_url, "what clients call the server by, up to /cds-services");
  command.add_flag("--no-auth", wish.no_auth, "answer everybody; loopback only");
}

void describe_evaluate(CLI::App& command, server::evaluate_wish& wish) {
  command.add_option("file", wish.file, "a CDS Hooks request, or - for standard input")->required();
  command.add_option("--now", wish.now, "evaluate as of this time, such as 2026-01-05T10:00:00Z");
  command.add_option("--knowledge", wish.knowledge, "directory of knowledge files instead of those compiled in");
  command.add_option("--service", wish.service, "id of the service to ask, instead of the one for the request's hook");
  command.add_option("--overlay", wish.overlay, overlay_text);
  command.add_flag("--explain", wish.explain, "tell every fact and every rule's outcome on standard error");
}

void describe_knowledge(CLI::App& command, server::knowledge_wish& wish) {
  using what = server::knowledge_wish::what;
  const auto add = [&](const char* name, const char* does, what asked) {
    auto* part = command.add_subcommand(name, does);
    part->add_flag("--json", wish.json, "as JSON");
    part->callback([&wish, asked] { wish.asked = asked; });
    return part;
  };
  command.require_subcommand(1);
  auto* list = add("list", "version, content and rules", what::list);
  auto* show = add("show", "all that a clinician needs to check a rule", what::show);
  auto* check = add("check", "load an overlay or a whole set and tell every fault", what::check);
  auto* diff = add("diff", "what an overlay or a whole set changes", what::diff);
  show->add_option("rule", wish.rule, "such as treatment-failure")->required();
  for (auto* part : {list, show}) {
    part->add_option("--knowledge", wish.directory, "directory of knowledge files instead of those compiled in");
    part->add_option("--overlay", wish.overlay, overlay_text);
  }
  for (auto* part : {check, diff}) part->add_option("directory", wish.other, "where the files are")->required();
}

void describe_feedback(CLI::App& command, server::feedback_wish& wish) {
  using what = server::feedback_wish::what;
  command.require_subcommand(1);
  auto* rows = command.add_subcommand("export", "every item with its rule, action, reason, user, date and location");
  auto* summary = command.add_subcommand("summary", "how many cards of each rule were issued, accepted, overridden");
  rows->callback([&wish] { wish.asked = what::rows; });
  summary->callback([&wish] { wish.asked = what::summary; });
  rows->add_option("--format", wish.format, "csv or ndjson (csv)");
  rows->add_option("--since", wish.since, "received from this day or time on, such as 2026-01-05");
  summary->add_option("--since", wish.since, "issued from this day or time on, such as 2026-01-05");
  summary->add_flag("--json", wish.json, "as JSON");
  for (auto* part : {rows, summary}) {
    part->add_option("--data", wish.data, "the server's data directory");
    part->add_option("--database", wish.database, "URL of the server's PostgreSQL database, instead of a directory");
    part->add_option("--config", wish.config, "the server's configuration file, which names one of them");
    part->add_option("--client", wish.client, "of this client alone");
  }
}

void describe_added_client(CLI::App& add, server::clients_wish& wish) {
  add.add_option("--name", wish.name, "for logs and counters")->required();
  add.add_option("--iss", wish.iss, "the issuer its tokens name")->required();
  add.add_option("--jku", wish.jku, "URL of its published keys");
  add.add_option("--keys", wish.keys, "name of a file beside the clients' file that holds its keys, a JWK set");
  add.add_option("--tenant", wish.tenants, "one that its tokens may name");
  add.add_option("--algorithm", wish.algorithms, "ES384, RS384, ES256 or RS256 (ES384 and RS384)");
  add.add_option("--service", wish.services, "id of a service it may call (every one)");
  add.add_option("--fhir-server", wish.fhir_servers, "base URL that may be fetched from");
  add.add_option("--origin", wish.origins, "browser origin that may read answers");
  add.add_option("--longest-token", wish.longest_token, "seconds from iat to exp (300)");
  add.add_flag("--demo", wish.demo, "anybody can sign as this client, and that is known");
}

void describe_clients(CLI::App& command, server::clients_wish& wish) {
  using what = server::clients_wish::what;
  const auto add = [&](const char* name, const char* does, const char* file, what asked) {
    auto* part = command.add_subcommand(name, does);
    part->add_option("file", wish.file, file)->required();
    part->callback([&wish, asked] { wish.asked = asked; });
    return part;
  };
  command.require_subcommand(1);
  add("list", "who is registered", "the clients' file", what::list)->add_flag("--json", wish.json, "as JSON");
  add("check", "read a clients' file and tell every fault", "the clients' file", what::check);
  describe_added_client(*add("add", "register one more", "the clients' file, made when missing", what::add), wish);
  add("key", "make a key to try with, print its public half as a JWK set", "new file for the private key", what::key);
  auto* token = add("token", "sign a token to try with", "the private key, as `clients key` made it", what::token);
  token->add_option("--iss", wish.iss, "the issuer that is registered")->required();
  token->add_option("--aud", wish.audience, "the URL that will be called")->required();
  token->add_option("--jku", wish.jku, "the URL of the keys that is registered");
  token->add_option("--tenant", wish.tenant, "as registered");
  token->add_option("--lifetime", wish.lifetime, "seconds (300)")->check(CLI::Range(1, 3600));
}

void describe_admin(CLI::App& command, server::admin_wish& wish) {
  using what = server::admin_wish::what;
  command.require_subcommand(1);
  auto* token = command.add_subcommand("token", "make a token for the console and print it, this once");
  auto* list = command.add_subcommand("list", "who may use the console");
  auto* revoke = command.add_subcommand("revoke", "take a token back; whoever is signed in with it is signed out");
  token->callback([&wish] { wish.asked = what::token; });
  list->callback([&wish] { wish.asked = what::list; });
  revoke->callback([&wish] { wish.asked = what::revoke; });
  token->add_option("--name", wish.name, "whose it is, for the audit trail")->required();
  token->add_option("--role", wish.role, "tester, reviewer or admin (admin)");
  token->add_option("--days", wish.days, "how long it is good (30)")->check(CLI::Range(1, 366));
  revoke->add_option("name", wish.name, "as `admin list` shows it")->required();
  for (auto* part : {token, list, revoke}) {
    part->add_option("--config", wish.config, "the server's configuration file");
    part->add_option("--tokens", wish.tokens, "the file of tokens itself, instead of a configuration");
  }
}

void describe_check_config(CLI::App& command, server::check_config_wish& wish) {
  command.add_option("file", wish.file, "configuration file, TOML")->required();
  command.add_flag("--show", wish.show, "print the settings that differ from the defaults");
}

void describe_doctor(CLI::App& command, server::doctor_wish& wish) {
  command.add_option("--config", wish.config, "configuration file, TOML")->required();
  command.add_flag("--json", wish.json, "as JSON");
  command.add_flag("--fetch", wish.fetch, "also ask for the keys that clients publish");
}

void describe_replayed_report(CLI::App& command, server::replay_wish& wish) {
  command.add_option("--knowledge", wish.knowledge, "directory of knowledge files instead of those compiled in");
  command.add_option("--overlay", wish.overlay, overlay_text);
  command.add_option("--groups", wish.groups, "file of lines such as Practitioner/12,Oncology: count by group too");
  command.add_flag("--identifying", wish.identifying, "name prescribers and patients in the report");
  command.add_option("--sample", wish.sample, "orders of each rule in the worklist (10)");
  command.add_option("--seed", wish.seed, "of the sample (0)");
}

void describe_replay(CLI::App& command, server::replay_wish& wish) {
  command.add_option("directory", wish.input, "a Bulk Data export: Patient.ndjson, MedicationRequest.ndjson.gz, ...");
  auto* out = command.add_option("--out", wish.out, "directory of the report; with --shard, the file of the shard");
  command.add_option("--shard", wish.shard, "this part alone, such as 2/8, for `replay merge`");
  command.add_option("--memory", wish.memory_mb, "MB for the patients' lines; beyond it they go to disk (256)")
      ->check(CLI::Range(16, 1 << 20));
  command.add_option("--max-errors", wish.max_errors, "broken lines that are skipped before it gives up (100)");
  command.add_option("--threads", wish.threads, "at a time (one for each processor)")->check(CLI::Range(1, 1024));
  command.add_option("--compare", wish.compare, "a second overlay that judges the same orders beside");
  command.add_flag("--resume", wish.resume, "go on with a run that was stopped");
  describe_replayed_report(command, wish);
  auto* merge = command.add_subcommand("merge", "the report of all shards of a run");
  merge->add_option("shards", wish.shards, "the file of each shard")->required();
  merge->add_option("--out", wish.out, "directory of the report")->required();
  describe_replayed_report(*merge, wish);
  merge->callback([&wish] { wish.merge = true; });
  command.callback([&command, out] {
    if (command.get_subcommands().empty() && out->count() == 0) throw CLI::RequiredError("--out");
  });
}

int run(int count, char** words) {
  CLI::App program("CDS Hooks guidance for antiviral orders, herpes of the lips", "vesicle");
  program.set_version_flag("--version", "vesicle " VESICLE_VERSION);
  program.require_subcommand(1);
  server::serve_wish serve_wish;
  server::evaluate_wish evaluate_wish;
  server::knowledge_wish knowledge_wish;
  server::feedback_wish feedback_wish;
  server::clients_wish clients_wish;
  server::admin_wish admin_wish;
  server::check_config_wish check_config_wish;
  server::doctor_wish doctor_wish;
  server::replay_wish replay_wish;
  auto* serve = program.add_subcommand("serve", "answer CDS Hooks requests over HTTPS");
  auto* evaluate = program.add_subcommand("evaluate", "answer one request from a file");
  auto* knowledge = program.add_subcommand("knowledge", "show and check what the rules know");
  auto* feedback = program.add_subcommand("feedback", "what clinicians did with the cards");
  auto* admin = program.add_subcommand("admin", "who may use the console");
  auto* clients = program.add_subcommand("clients", "who may ask: register, check, sign a token to try with");
  auto* check_config =
      program.add_subcommand("check-config", "read a configuration and all it names, tell every fault");
  auto* doctor = program.add_subcommand("doctor", "examine files and machine, say what to do");
  auto* replay = program.add_subcommand("replay", "what would have been said to the orders of a bulk export");
  describe_replay(*replay, replay_wish);
  describe_check_config(*check_config, check_config_wish);
  describe_doctor(*doctor, doctor_wish);
  describe_serve(*serve, serve_wish);
  describe_evaluate(*evaluate, evaluate_wish);
  describe_knowledge(*knowledge, knowledge_wish);
  describe_feedback(*feedback, feedback_wish);
  describe_clients(*clients, clients_wish);
  describe_admin(*admin, admin_wish);
  try {
    program.parse(count, words);
  } catch (const CLI::ParseError& fault) {
    return program.exit(fault) == 0 ? 0 : usage_fault;
  }
  if (knowledge->parsed()) return server::knowledge(knowledge_wish);
  if (feedback->parsed()) return server::feedback(feedback_wish);
  if (check_config->parsed()) return server::check_config(check_config_wish);
  if (replay->parsed()) return server::replay(replay_wish);
  if (doctor->parsed()) return server::doctor(doctor_wish);
  if (admin->parsed()) return server::administer(admin_wish);
  if (clients->parsed()) return server::clients(clients_wish);
  return serve->parsed() ? server::serve(serve_wish) : server::evaluate(evaluate_wish);
}

} // namespace

int main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "vesicle: %s\n", fault.what());
    return 1;
  }
}
