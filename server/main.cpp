// The program: reads the command line and hands over to a command.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

#include "server/commands/evaluate.hpp"
#include "server/commands/feedback.hpp"
#include "server/commands/knowledge.hpp"
#include "server/commands/serve.hpp"

namespace {

constexpr int usage_fault = 2;
constexpr const char* overlay_text = "directory of files with single values laid over the knowledge";

void describe_serve(CLI::App& command, server::serve_wish& wish) {
  command.add_option("--listen", wish.listen, "ADDR:PORT to listen on, port 0 picks one (127.0.0.1:8443)");
  command.add_option("--certificate", wish.certificate, "the server's certificate and its chain, PEM");
  command.add_option("--key", wish.key, "the certificate's key, PEM, mode 600");
  command.add_option("--data", wish.data, "directory for what is kept, made when missing");
  command.add_option("--config", wish.config, "configuration file, TOML; the command line wins over it");
  command.add_option("--knowledge", wish.knowledge, "directory of knowledge files instead of those compiled in");
  command.add_option("--overlay", wish.overlay, overlay_text);
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
    part->add_option("--data", wish.data, "the server's data directory")->required();
    part->add_option("--client", wish.client, "of this client alone");
  }
}

int run(int count, char** words) {
  CLI::App program("CDS Hooks guidance for antiviral orders, herpes of the lips", "vesicle");
  program.set_version_flag("--version", "vesicle " VESICLE_VERSION);
  program.require_subcommand(1);
  server::serve_wish serve_wish;
  server::evaluate_wish evaluate_wish;
  server::knowledge_wish knowledge_wish;
  server::feedback_wish feedback_wish;
  auto* serve = program.add_subcommand("serve", "answer CDS Hooks requests over HTTPS");
  auto* evaluate = program.add_subcommand("evaluate", "answer one request from a file");
  auto* knowledge = program.add_subcommand("knowledge", "show and check what the rules know");
  auto* feedback = program.add_subcommand("feedback", "what clinicians did with the cards");
  describe_serve(*serve, serve_wish);
  describe_evaluate(*evaluate, evaluate_wish);
  describe_knowledge(*knowledge, knowledge_wish);
  describe_feedback(*feedback, feedback_wish);
  try {
    program.parse(count, words);
  } catch (const CLI::ParseError& fault) {
    return program.exit(fault) == 0 ? 0 : usage_fault;
  }
  if (knowledge->parsed()) return server::knowledge(knowledge_wish);
  if (feedback->parsed()) return server::feedback(feedback_wish);
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
