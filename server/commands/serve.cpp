#include "server/commands/serve.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "server/admin/admin_listener.hpp"
#include "server/config.hpp"
#include "server/console/console.hpp"
#include "server/console/knowledge_page.hpp"
#include "server/database_url.hpp"
#include "server/descriptors.hpp"
#include "server/listener.hpp"
#include "server/log/running_log.hpp"
#include "server/operation/condition.hpp"
#include "server/operation/materials.hpp"
#include "server/operation/reload.hpp"
#include "server/operation/signals.hpp"
#include "server/operation/systemd.hpp"
#include "server/protocol/service_setup.hpp"
#include "server/store/postgres_reports.hpp"

namespace server {
namespace {

using faults = std::vector<std::string>;

int complain(const faults& all, int status) {
  for (const auto& fault : all) std::fprintf(stderr, "vesicle: %s\n", fault.c_str());
  return status;
}

tl::expected<settings, faults> settings_of(const serve_wish& wish) {
  settings chosen;
  if (wish.config) {
    auto read = read_config_file(*wish.config);
    if (!read) {
      faults all;
      for (const auto& fault : read.error()) all.push_back(to_text(fault));
      return tl::unexpected(std::move(all));
    }
    chosen = std::move(*read);
  }
  const auto prefer = [](const std::optional<std::string>& said, std::string& into) {
    if (said) into = *said;
  };
  prefer(wish.listen, chosen.listen);
  prefer(wish.admin, chosen.admin.listen);
  prefer(wish.certificate, chosen.certificate);
  prefer(wish.key, chosen.key);
  prefer(wish.data, chosen.data);
  prefer(wish.knowledge, chosen.knowledge);
  prefer(wish.overlay, chosen.overlay);
  prefer(wish.clients, chosen.clients);
  prefer(wish.public_url, chosen.public_url);
  return chosen;
}

/// The admin listener serves another public, so it has an address of its own.
void judge_admin(const settings& chosen, const tl::expected<listen_address, std::string>& where, faults& found) {
  if (chosen.admin.listen.empty()) return;
  const auto admin = read_listen_address(chosen.admin.listen);
  if (!admin) return found.push_back(admin.error());
  if (where && *admin == *where && admin->port != 0)
    found.push_back("the admin listener needs an address of its own, not `" + to_text(*admin) + "` again");
}

/// What can be said against a start before any file is looked at.
faults faults_in(const settings& chosen, const tl::expected<listen_address, std::string>& where, bool no_auth) {
  faults found;
  if (!where) found.push_back(where.error());
  judge_admin(chosen, where, found);
  if (!no_auth && chosen.clients.empty())
    found.emplace_back("who may ask must be known: give --clients FILE, or --no-auth to try it on loopback");
  if (!no_auth && !chosen.clients.empty() && chosen.public_url.empty())
    found.emplace_back("tokens are held against what clients call: give --public-url https://HOST[:PORT]");
  if (no_auth && !chosen.clients.empty()) found.emplace_back("--no-auth tells nobody apart: leave out the clients");
  if (no_auth && where && !where->loopback)
    found.push_back("--no-auth lets everybody ask, so it listens on loopback alone, not on `" + to_text(*where) + "`");
  if (chosen.certificate.empty()) found.emplace_back("a certificate is needed: give --certificate FILE");
  if (chosen.key.empty()) found.emplace_back("the certificate's key is needed: give --key FILE");
  return found;
}

void announce(const listener& open, const materials& serving) {
  const auto address = "https://" + to_text(open.address());
  spdlog::info("{}, listening on {}", summary_of(serving), address);
  std::printf("listening on %s\n", address.c_str());
  std::fflush(stdout);
}

/// From the first stop signal on; another one changes nothing. What has connected until the end of the time to be seen
/// as not ready is served.
void stop(listener& open, const settings& chosen, const signals& heard, condition& now) {
  const auto began = std::chrono::steady_clock::now();
  now.stopping = true;
  tell_stopping();
  spdlog::info("stopping, {} connections open", open.counts().connections.load());
  heard.wait_out(began + chosen.timeouts.unready);
  open.stop(began);
  open.wait();
}

admin_world world_of(const condition& now, const listener& open, const service_setup& service, const running_log& log) {
  return {.version = VESICLE_VERSION,
          .now = now,
          .serves = [&service] { return service.publishes.now(); },
          .arriving = open.counts(),
          .protocol = service.counts,
          .calls = service.counted,
          .outbound = service.outbound_counted,
          .tokens = *service.tokens,
          .keeps = service.keeps.get(),
          .log_dropped = [&log] { return log.dropped(); }};
}

std::chrono::sys_seconds system_now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// Read on behalf of pages, so with little patience.
report_source reports_of(const settings& chosen) {
  if (!chosen.data.empty()) return embedded_reports(chosen.data, report_patience::seconds);
  if (chosen.database.url.empty()) return {};
  return postgres_reports(address_of(chosen.database.url, chosen.database.password_file).value(),
                          report_patience::seconds);
}

/// Null when none is wanted.
std::unique_ptr<listener> start_admin(const settings& chosen, const tls_context& tls, const console_world& world) {
  if (chosen.admin.listen.empty()) return nullptr;
  try {
    make_answerer console;
    if (chosen.admin.console)
      console = [&world](boost::asio::io_context& context) { return make_console(context, world); };
    auto open = open_admin_listener(chosen, tls, world.shown, std::move(console));
    open->start();
    std::printf("admin on https://%s\n", to_text(open->address()).c_str());
    return open;
  } catch (const std::system_error& fault) {
    throw std::runtime_error("cannot listen on `" + chosen.admin.listen + "`: " + fault.code().message());
  }
}

make_answerer answerers(const settings& chosen, service_setup& service) {
  auto calls = service.answerers(chosen);
  if (!chosen.knowledge_pages) return calls;
  return with_knowledge_page(std::move(calls), [&service] { return service.publishes.now(); });
}

/// All that listens: requests are served until stop, operators are told until everything is stored.
struct doors {
  listener open;
  admin_world world;
  audit_trail trail;
  console_world pages;
  std::unique_ptr<listener> admin;

  doors(const settings& chosen, const listen_address& where, const tls_context& tls, service_setup& service,
        const condition& now, const running_log& log)
      : open(where, tls, chosen, answerers(chosen, service)), world(world_of(now, open, service, log)),
        trail(chosen.admin.listen.empty() ? std::filesystem::path() : trail_file_of(chosen)),
        pages{world, chosen, trail, reports_of(chosen), system_now, system_now()},
        admin(start_admin(chosen, tls, pages)) {}

  std::vector<listener*> all() {
    if (admin) return {&open, admin.get()};
    return {&open};
  }
  /// Every thread has moved since the last call.
  bool alive() {
    const bool clients_are_served = open.has_beaten_since(last_beats);
    return clients_are_served && (!admin || admin->has_beaten_since(last_admin_beats));
  }
  std::vector<std::uint64_t> last_beats;
  std::vector<std::uint64_t> last_admin_beats;
};

void serve_until_stopped(const signals& heard, reloader& reloads) {
  tell_ready(reloads.summary());
  while (heard.wait() == signals::wish::reload) {
    tell_reloading();
    tell_ready(reloads.reload() ? reloads.summary() : "the last reload was refused, see the log; " + reloads.summary());
  }
}

int run(const settings& chosen, const listen_address& where, const materials& first, service_setup& service,
        const signals& heard, const running_log& log) {
  condition now;
  now.certificate_expires = certificate_of(first.tls).until.time_since_epoch().count();
  try {
    doors all(chosen, where, first.tls, service, now, log);
    for (const auto& warning : warnings_about(chosen, *first.content)) spdlog::warn("{}", warning);
    if (all.admin && chosen.admin.console && tokens_file_of(chosen).empty())
      spdlog::info("nobody can sign in to the console: neither `admin.tokens` nor `data` says where tokens are");
    reloader reloads(chosen, all.all(), service.publishes, now, first);
    all.open.start();
    const pulse beats([&all] { return all.alive(); });
    announce(all.open, first);
    serve_until_stopped(heard, reloads);
    stop(all.open, chosen, heard, now);
    service.close();
    if (all.admin) all.admin->stop();
    if (all.admin) all.admin->wait();
  } catch (const std::system_error& fault) {
    return complain({"cannot listen on `" + to_text(where) + "`: " + fault.code().message()}, 1);
  }
  spdlog::info("stopped");
  return 0;
}

} // namespace

int serve(const serve_wish& wish) {
  auto chosen = settings_of(wish);
  if (!chosen) return complain(chosen.error(), 2);
  const auto where = read_listen_address(chosen->listen);
  if (const auto found = faults_in(*chosen, where, wish.no_auth); !found.empty()) return complain(found, 2);

  const signals heard; // before the first thread
  const running_log log(chosen->logging);
  auto first = read_materials(*chosen);
  if (!first) return complain(first.error(), 1);
  if (const auto fit = fitting_connections(chosen->limits.connections); fit < chosen->limits.connections) {
    spdlog::warn("only {} connections fit into the files this process may have open (ulimit -n)", fit);
    chosen->limits.connections = fit;
  }
  const auto service = set_up_service(*chosen, first->content);
  if (!service) return complain(service.error(), 1);
  (*service)->log = &log.decisions();
  return run(*chosen, *where, *first, **service, heard, log);
}

} // namespace server
