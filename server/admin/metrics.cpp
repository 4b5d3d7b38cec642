#include "server/admin/metrics.hpp"

#include <utility>

#include "server/admin/call_metrics.hpp"
#include "server/admin/families.hpp"
#include "server/admin/process_figures.hpp"

namespace server {
namespace {

using enum metric_kind;

void tell_program(family_list& all, const admin_world& world) {
  all.add(gauge, "build_info", "1, with the version of the program").with({{"version", world.version}}, 1);
  const auto serves = world.serves(); // a reload may replace it meanwhile
  const auto& known = serves->served.known();
  all.add(gauge, "knowledge_info", "1, with version and hash of the clinical content that is served")
      .with({{"version", known.version}, {"hash", known.hash}}, 1);
  all.add(gauge, "draining", "1 from the signal to stop on").with({}, world.now.stopping ? 1 : 0);
  all.add(gauge, "certificate_expiry_timestamp_seconds", "When the certificate that new connections get expires")
      .with({}, as_value(world.now.certificate_expires.load()));
  all.add(counter, "reloads_total", "SIGHUPs by what came of them")
      .with({{"result", "done"}}, as_value(world.now.reloads.load()))
      .with({{"result", "refused"}}, as_value(world.now.reloads_refused.load()));
  all.add(counter, "log_dropped_total", "Lines of the log that were lost because nobody took them")
      .with({}, as_value(world.log_dropped()));
  all.add(gauge, "reload_success_timestamp_seconds", "When files were last read again, 0 before the first time")
      .with({}, as_value(world.now.last_reload.load()));
}

void tell_connections(family_list& all, const traffic& of) {
  all.add(gauge, "connections", "Connections of clients that are open").with({}, as_value(of.connections.load()));
  all.add(gauge, "handshakes", "TLS handshakes under way").with({}, as_value(of.handshakes.load()));
  all.add(counter, "turned_away_total", "Connections closed at once because too many were open")
      .with({}, as_value(of.turned_away.load()));
  all.add(counter, "accept_failures_total", "Times that a connection could not be accepted")
      .with({}, as_value(of.accept_failures.load()));
  all.add(gauge, "body_bytes", "Bytes of request bodies that count against their limit")
      .with({}, as_value(of.body_bytes.load()));
  auto shed = all.add(counter, "shed_total", "Requests refused with 503 because there was too much to do, by cause");
  for (const auto cause : shed_causes) shed.with({{"cause", name_of(cause)}}, as_value(of.shed_so_far(cause)));
}

void tell_trust(family_list& all, const admin_world& world) {
  auto refused = all.add(counter, "refused_clients_total", "Calls refused with 401, by what was wrong");
  for (std::size_t i = 0; i < hooks::trust_faults; ++i)
    refused.with({{"cause", hooks::name_of(static_cast<hooks::trust_fault>(i))}},
                 as_value(world.protocol.distrusted.at(i).load()));
  all.add(counter, "mixed_patients_total", "Calls refused because they named two patients")
      .with({}, as_value(world.protocol.mixed_patients.load()));
  all.add(gauge, "tokens_held", "Used tokens that are remembered until they end")
      .with({}, as_value(world.tokens.held()));
  all.add(counter, "tokens_claimed_locally_total",
          "Tokens taken because this node had not seen them, with the others not to be asked")
      .with({}, as_value(world.tokens.claimed_locally()));
}

void tell_store(family_list& all, const store* keeps) {
  const auto health = keeps == nullptr ? store_health{} : keeps->health();
  all.add(gauge, "store_configured", "1 when feedback and decisions are kept").with({}, keeps == nullptr ? 0 : 1);
  all.add(gauge, "store_writable", "1 while the last attempt to write succeeded").with({}, health.writable ? 1 : 0);
  all.add(gauge, "store_waiting_items", "Feedback items taken and not yet on disk").with({}, as_value(health.waiting));
  all.add(counter, "store_dropped_records_total", "Decisions that were answered and could not be kept")
      .with({}, as_value(health.dropped_records));
}

std::string_view result_of(outbound_fault fault) {
  switch (fault) {
  case outbound_fault::refused_url:
    return "refused_url";
  case outbound_fault::too_large:
    return "too_large";
  case outbound_fault::breaker_open:
    return "breaker_open";
  default:
    return to_text(fault);
  }
}

void tell_fetches(family_list& all, const outbound_counts& of) {
  auto fetches = all.add(counter, "fetches_total", "Requests to FHIR and key servers, by status or what went wrong");
  for (const auto& [name, hundreds] : {std::pair{"2xx", 2U}, {"4xx", 4U}, {"5xx", 5U}})
    fetches.with({{"result", name}}, as_value(of.answered.at(hundreds).load()));
  for (std::size_t i = 1; i < of.ended.size(); ++i)
    fetches.with({{"result", result_of(static_cast<outbound_fault>(i))}}, as_value(of.ended.at(i).load()));
  all.add(gauge, "fetch_connections", "Connections to FHIR and key servers that are open")
      .with({}, as_value(of.connections.load()));
}

void tell_process(family_list& all) {
  const auto read = read_process_figures();
  all.add(counter, "process_cpu_seconds_total", "User and system time used").with({}, read.cpu_seconds);
  all.add(gauge, "process_start_time_seconds", "When the process started").with({}, read.start_time);
  all.add(gauge, "process_resident_memory_bytes", "Memory in use").with({}, as_value(read.resident_bytes));
  all.add(gauge, "process_virtual_memory_bytes", "Address space in use").with({}, as_value(read.virtual_bytes));
  all.add(gauge, "process_open_fds", "Open file descriptors").with({}, as_value(read.open_files));
  all.add(gauge, "process_max_fds", "File descriptors that may be open").with({}, as_value(read.most_files));
}

} // namespace

std::string collect(const admin_world& world) {
  family_list all;
  tell_program(all, world);
  tell_calls(all, world.calls.sum());
  tell_connections(all, world.arriving);
  tell_trust(all, world);
  tell_store(all, world.keeps);
  tell_fetches(all, world.outbound);
  tell_process(all);
  return all.text();
}

} // namespace server
