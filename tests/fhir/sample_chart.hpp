// Tiny requests for the readers of room fhir: JSON with single quotes, a small knowledge, one patient, one clock.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/facts.hpp"
#include "fhir/report.hpp"

namespace sample {

/// JSON written with ' for ".
std::string json(std::string_view text);

/// A document with its text. Faults in the text of a test throw.
class parsed {
 public:
  explicit parsed(std::string_view text);
  fhir::json::value root() const { return document_.root(); }

 private:
  std::string text_;
  fhir::json::document document_;
};

/// Valacyclovir, acyclovir, famciclovir and foscarnet; B00.1, B20 and B02.9; a few labs; limits as the product has
/// them.
const cds::knowledge& knowledge();

inline constexpr std::string_view patient_id = "p1";
inline constexpr std::string_view server = "https://ehr.example.org/fhir";
/// 2026-01-20T15:00:00Z
std::chrono::sys_seconds now();

/// A search Bundle, or draftOrders, with these resources.
std::string bundle(const std::vector<std::string>& resources);

struct request {
  std::string draft_orders; // empty: none
  std::map<fhir::data_kind, std::string> data;
  std::string_view fhir_server = server;
  std::string patient = std::string(patient_id);
};

/// What reading a request gave, with the text it views.
struct outcome {
  std::unique_ptr<parsed> text;
  tl::expected<cds::facts, std::vector<fhir::issue>> facts;

  const cds::facts* operator->() const { return &facts.value(); }
  /// `path: message`, each; empty when it was read.
  std::vector<std::string> faults() const;
  /// `path: reason`, each.
  std::vector<std::string> unread() const;
};
outcome read(const request& r);

/// Reads one resource in one set.
outcome read_one(fhir::data_kind kind, std::string_view resource);
/// Reads one MedicationRequest of p1 as the only draft; `members` are added to its type, id and subject.
outcome read_draft(std::string_view members);

/// A day, `2026-01-05`, or a time, `2026-01-05T10:00:00Z`.
cds::date_time at(std::string_view text);

} // namespace sample
