#include <algorithm>

#include "cds/knowledge/read.hpp"
#include "server/replay/line_scan.hpp"
#include "server/replay/patient_replay.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

bool has_escape(std::string_view text) { return text.find('\\') != std::string_view::npos; }

/// What the first look says of a line that the strict reader takes.
void compare(std::string_view line, const fhir::json::value& root) {
  const auto seen = server::scan_line(line);
  if (!seen)
    return promise(seen.error() == "is nested too deeply", "the first look takes what the strict reader takes");
  const auto same = [](std::string_view scanned, const fhir::json::value& read) {
    return has_escape(scanned) || scanned == read.string().value_or("");
  };
  promise(same(seen->type, root["resourceType"]), "both see one type");
  promise(same(seen->id, root["id"]), "both see one id");
  const bool one_subject = !root["subject"] || !root["patient"];
  const auto subject = root["subject"] ? root["subject"] : root["patient"];
  if (one_subject) promise(same(seen->subject, subject["reference"]), "both see one subject");
}

void replay(const std::vector<server::kept_line>& lines) {
  static const auto known = cds_knowledge::read(cds_knowledge::embedded(), {}).value();
  const server::formulary medications;
  server::replay_ground ground{.known = known, .compared = nullptr, .medications = medications};
  ground.has_files.fill(true);
  server::patient_replay patient(ground);
  std::vector<server::replayed_order> orders;
  server::tallies counts;
  patient.replay(lines, orders, counts);
  promise(std::is_sorted(orders.begin(), orders.end(), server::stands_before), "orders stand in their order");
  promise(orders.size() == counts.orders, "every order is counted");
  for (const auto& order : orders) {
    std::string line;
    server::append_line(line, order);
    const auto again = server::read_replayed_order(line);
    promise(again && *again == order, "an order is read back as it was written");
  }
}

} // namespace

void bulk_export(std::string_view bytes) {
  std::vector<server::kept_line> lines;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    fhir::json::document document;
    const auto root = document.read(line);
    if (!root || !root->is(fhir::json::kind::object)) {
      (void)server::scan_line(line);
      continue;
    }
    compare(line, *root);
    const auto type = server::chart_type_named((*root)["resourceType"].string().value_or(""));
    if (type) lines.push_back({"p", *type, line});
  }
  if (!lines.empty()) replay(lines);
}

} // namespace fuzz
