// What the chart says, in the engine's terms. Readers (room fhir) fill this in; rules only read it.
//
// Text and ids are views into the request and the knowledge and live as long as both. Every fact names its source
// resource. A fact is present, known absent (the set was supplied and does not hold it) or unknown (the set was not
// supplied).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cds/quantity.hpp"
#include "cds/terminology.hpp"
#include "cds/time.hpp"

namespace cds {

/// `Condition/abc`. The id is empty for a resource that had none.
struct resource_ref {
  std::string_view type;
  std::string_view id;

  friend bool operator==(const resource_ref&, const resource_ref&) = default;
};
std::string to_text(const resource_ref& r);
void append(std::string& out, const resource_ref& r);

/// Whether the EHR supplied a kind of data. Only `complete` lets the rules conclude that something is absent.
enum class supply : unsigned char {
  missing,  // the key was not sent
  failed,   // it was tried and failed, was cut short, or held another patient's data
  complete, // sent, possibly empty
};

/// A kind of data and whether it was supplied. `items` is empty unless `complete`.
template<class T> struct data_set {
  supply state = supply::missing;
  std::vector<T> items;

  bool known() const { return state == supply::complete; }
  friend bool operator==(const data_set&, const data_set&) = default;
};

enum class sex : unsigned char { unknown, male, female };

struct patient {
  resource_ref source;
  std::optional<date_time> birth;
  cds::sex sex = sex::unknown; // administrative; Cockcroft-Gault needs it

  friend bool operator==(const patient&, const patient&) = default;
};

struct condition {
  enum class clinical : unsigned char { unknown, active, recurrence, relapse, inactive, remission, resolved };

  resource_ref source;
  value_sets sets;
  const term* named = nullptr; // the first known code; null when none is known
  clinical status = clinical::unknown;
  std::optional<date_time> onset;
  std::optional<date_time> recorded;
  std::optional<date_time> abated;
  bool abated_undated = false;      // abatementBoolean true, or an abatement the reader cannot date
  bool unconfirmed = false;         // provisional, differential or unconfirmed; refuted ones are no facts at all
  bool encounter_diagnosis = false; // category encounter-diagnosis

  friend bool operator==(const condition&, const condition&) = default;
};

/// A drug as ordered or given: what is in it, as far as the knowledge tells.
struct drug {
  cds::agent agent = agent::none;
  value_sets sets;
  cds::route route = route::unknown; // of the product; a dosage route wins
  double strength_mg = 0;            // per tablet; 0 = unknown
  double concentration_mg_per_ml = 0;
  double prednisone_factor = 0;
  const term* named = nullptr;
  bool identified = false; // false: no known code and no single known ingredient name

  friend bool operator==(const drug&, const drug&) = default;
};

/// How fast a dose runs in, at the fastest that the order allows. Either part may be unknown.
struct infusion {
  std::optional<quantity> rate; // mg/min, mg/kg/min or mL/min
  std::optional<double> hours;  // one dose runs in over so long
  bool unread = false;          // more was said of it than could be read

  bool said() const { return rate || hours || unread; }
  friend bool operator==(const infusion&, const infusion&) = default;
};

/// How a drug is to be taken, as far as it could be read. What is empty is unknown, never zero.
struct dosage {
  std::optional<quantity> dose;         // per administration: mg, mg/kg, mL, product_unit or application
  std::optional<double> times_per_day;  // administrations per day: q8h = 3, q48h = 0.5
  std::optional<double> interval_hours; // only when written as an interval or derivable: 24 / times_per_day
  std::optional<double> days;           // length of the course
  std::optional<int> administrations;   // total count when the order says so: a single dose = 1
  cds::infusion infusion;
  bool as_needed = false;
  cds::route route = route::unknown;
  std::vector<std::string> unread; // why a part is unknown, one line each: `timing has several dosage instructions`

  friend bool operator==(const dosage&, const dosage&) = default;
};

/// A request, dispense, administration or statement of a drug.
struct medication {
  enum class kind : unsigned char { request, dispense, administration, statement };
  enum class state : unsigned char { active, on_hold, completed, stopped, unknown };

  resource_ref source;
  kind origin = kind::request;
  state status = state::unknown;
  cds::drug drug;
  cds::dosage dosage;
  value_sets reasons;
  std::optional<date_time> start;    // authored, handed over, given, or start of the period taken
  std::optional<date_time> end;      // end of the period taken or of the dosage bounds
  std::optional<double> days_supply; // dispenses; requests: expectedSupplyDuration
  std::optional<quantity> amount;    // quantity dispensed or to be dispensed
  std::optional<int> refills;

  friend bool operator==(const medication&, const medication&) = default;
};

struct observation {
  enum class state : unsigned char { final, preliminary, registered, unknown };

  resource_ref source;
  value_sets sets;
  const term* named = nullptr;
  state status = state::unknown;      // final, amended and corrected are all `final`
  std::optional<date_time> effective; // when the specimen was taken or the value measured; else issued
  std::optional<quantity> value; // converted to the unit the engine uses for this kind; comparators make it unknown
  bool unreadable = false;       // a value was given and is not `value` or `coded_value`
  value_sets coded_value;        // valueCodeableConcept, by meaning
  value_sets interpretation;     // interpretation, by meaning
  std::optional<double> reference_high; // the laboratory's own upper limit in the unit of `value`

  friend bool operator==(const observation&, const observation&) = default;
};

struct service_request {
  enum class state : unsigned char { draft, active, on_hold, completed, revoked, unknown };

  resource_ref source;
  value_sets sets;
  state status = state::unknown;
  std::optional<date_time> authored;

  friend bool operator==(const service_request&, const service_request&) = default;
};

struct allergy {
  resource_ref source;
  cds::drug drug; // what it is to, when that is a known drug
  bool active = true;

  friend bool operator==(const allergy&, const allergy&) = default;
};

/// A draft order under the clinician's pen.
struct draft_order {
  resource_ref source;
  std::size_t entry = 0; // index in context.draftOrders.entry
  cds::drug drug;
  cds::dosage dosage;
  value_sets reasons;                  // of reasonCode
  std::vector<std::size_t> conditions; // indexes into facts.conditions.items that reasonReference names
  bool reason_unresolved = false;      // a reasonReference that names nothing supplied
  bool drug_unresolved = false;        // a medicationReference that names nothing supplied: `drug` is not known
  std::optional<double> days_supply;   // expectedSupplyDuration
  std::optional<quantity> amount;      // dispenseRequest.quantity
  std::optional<int> refills;          // numberOfRepeatsAllowed
  std::optional<date_time> authored;

  friend bool operator==(const draft_order&, const draft_order&) = default;
};

enum class hook : unsigned char { order_sign, order_select, patient_view };

/// Something sent that could not be used, for `--explain` and the not-known lines.
struct unread {
  std::string path;   // `prefetch.labs.entry[3].resource`
  std::string reason; // `unit \`foo\` is not one of mg/dL, umol/L`

  friend bool operator==(const unread&, const unread&) = default;
};

struct facts {
  present now;
  cds::hook hook = hook::order_sign;
  cds::patient patient;
  std::vector<draft_order> drafts;
  std::vector<draft_order> not_selected; // drafts that are not checked; what they order is not suggested either
  data_set<condition> conditions;
  data_set<medication> requests;
  data_set<medication> dispenses;
  data_set<medication> administrations;
  data_set<medication> statements;
  data_set<observation> labs;
  data_set<observation> vitals;
  data_set<service_request> service_requests;
  data_set<allergy> allergies;
  std::vector<unread> unreadable;
};

} // namespace cds
