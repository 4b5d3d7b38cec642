#include "server/replay/order_search.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include "fhir/date.hpp"
#include "server/replay/line_scan.hpp"

namespace server {
namespace {

constexpr std::string_view not_json = "is not JSON that can be read strictly";
constexpr std::uint64_t one_slip_among = 1000;

std::vector<export_file> of_type(const std::vector<export_file>& files, chart_type type) {
  std::vector<export_file> wanted;
  std::copy_if(files.begin(), files.end(), std::back_inserter(wanted),
               [&](const export_file& f) { return f.type == type; });
  return wanted;
}

/// Gathers what one part of a file told, and hands it on when the part ends.
template<class Found> class gathering_visitor {
 public:
  gathering_visitor(std::mutex& guard, Found& whole) : guard_(guard), whole_(whole) {}
  ~gathering_visitor() {
    const std::lock_guard lock(guard_);
    whole_.take(found);
  }
  gathering_visitor(const gathering_visitor&) = delete;
  gathering_visitor& operator=(const gathering_visitor&) = delete;

  Found found;
  fhir::json::document document;

 private:
  std::mutex& guard_;
  Found& whole_;
};

struct order_days {
  id_set patients;
  std::map<cds::day, std::uint64_t> days;

  void take(order_days& other) {
    patients.merge(other.patients);
    for (const auto& [day, count] : other.days) days[day] += count;
  }
};

std::string_view subject_of(const fhir::json::value& resource) {
  return patient_in(resource["subject"]["reference"].string().value_or(""));
}

void see_request(const fhir::json::value& request, std::string_view patient, const formulary& medications,
                 const cds::knowledge& known, order_days& into) {
  const auto signing = signing_of(request);
  if (signing == signing::signed_order)
    if (const auto authored = fhir::read_date(*request["authoredOn"].string())) ++into.days[authored->when.first];
  // Also what is no order may be counted, as one that was not replayed.
  if (antiviral_of(request, medications, known) == cds::agent::none) return;
  if (!into.patients.contains(patient)) into.patients.emplace(patient);
}

tl::expected<export_reading, std::string> read_medications(const std::vector<export_file>& files,
                                                           const reading_wish& wish, progress& told,
                                                           const cds::knowledge& known, formulary& into) {
  std::mutex guard;
  return read_export(files, wish, told, [&](const export_file&) -> line_visitor {
    auto document = std::make_shared<fhir::json::document>();
    return [&, document](std::string_view line) {
      const auto root = document->read(line);
      if (!root || !root->is(fhir::json::kind::object)) return line_worth::broken(not_json);
      if ((*root)["resourceType"].string() != "Medication") return line_worth::skipped();
      const std::lock_guard lock(guard);
      into.add(line, *root, known);
      return line_worth::resource();
    };
  });
}

tl::expected<export_reading, std::string> read_requests(const std::vector<export_file>& files, const reading_wish& wish,
                                                        progress& told, const cds::knowledge& known,
                                                        const formulary& medications, order_days& into) {
  std::mutex guard;
  return read_export(files, wish, told, [&](const export_file&) -> line_visitor {
    auto gathered = std::make_shared<gathering_visitor<order_days>>(guard, into);
    return [&known, &medications, gathered](std::string_view line) {
      const auto root = gathered->document.read(line);
      if (!root || !root->is(fhir::json::kind::object)) return line_worth::broken(not_json);
      if ((*root)["resourceType"].string() != "MedicationRequest") return line_worth::skipped();
      const auto patient = subject_of(*root);
      if (patient.empty()) return line_worth::skipped();
      see_request(*root, patient, medications, known, gathered->found);
      return line_worth::resource();
    };
  });
}

} // namespace

std::optional<cds::day> last_day_of(std::vector<std::pair<cds::day, std::uint64_t>> orders_by_day) {
  std::sort(orders_by_day.begin(), orders_by_day.end());
  std::uint64_t all = 0;
  for (const auto& [day, count] : orders_by_day) all += count;
  std::uint64_t later = 0;
  for (auto at = orders_by_day.rbegin(); at != orders_by_day.rend(); ++at) {
    later += at->second;
    if (later > all / one_slip_among) return at->first;
  }
  return std::nullopt;
}

tl::expected<found_orders, std::string> find_orders(const std::vector<export_file>& files, const reading_wish& wish,
                                                    progress& told, const cds::knowledge& known) {
  found_orders found;
  auto medications = read_medications(of_type(files, chart_type::medication), wish, told, known, found.medications);
  if (!medications) return tl::unexpected(std::move(medications.error()));
  order_days orders;
  auto requests =
      read_requests(of_type(files, chart_type::medication_request), wish, told, known, found.medications, orders);
  if (!requests) return tl::unexpected(std::move(requests.error()));
  found.patients = std::move(orders.patients);
  found.last_seen = last_day_of({orders.days.begin(), orders.days.end()});
  found.read = std::move(*medications);
  std::move(requests->files.begin(), requests->files.end(), std::back_inserter(found.read.files));
  std::move(requests->broken.begin(), requests->broken.end(), std::back_inserter(found.read.broken));
  return found;
}

} // namespace server
