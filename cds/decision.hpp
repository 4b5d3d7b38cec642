// What the engine decides: the outcome of every rule for every order, and the recommendations that follow.
//
// Texts and lists are views into the decision's notepad, the knowledge and the chart, and live as long as all three.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"
#include "cds/list.hpp"
#include "cds/notepad.hpp"

namespace cds {

/// Urgency, by the names of the CDS Hooks card indicator. Larger is worse.
enum class indicator : std::uint8_t { info, warning, critical };
std::string_view name_of(indicator i);

/// One thing the decision rests on, for the card's **Data used**.
struct datum {
  std::string_view label; // `creatinine`
  std::string_view value; // `1.1 mg/dL`
  std::optional<date_time> date;
  resource_ref source;

  friend bool operator==(const datum&, const datum&) = default;
};

/// Order tests. Becomes one ServiceRequest for each code.
struct order_test {
  cds::coding code;
  bool urgent = false;
  std::string_view description;
};
struct refer {
  cds::coding to;
  bool urgent = false;
  std::string_view description;
};
/// Withdraw the draft order.
struct cancel_order {
  std::size_t draft = 0; // index in facts.drafts
  std::string_view description;
};
/// Change the draft's dosage to `plan`; everything else stays as it was written.
struct change_dosage {
  std::size_t draft = 0;
  dose_plan plan;
  std::string_view description;
};
/// A new oral order.
struct order_oral {
  const orderable* product = nullptr;
  dose_plan plan;
  std::size_t for_draft = 0; // the draft whose reason it keeps
  std::string_view description;
};
/// A new foscarnet order. `dose_mg` is mg_per_kg x weight, rounded.
struct order_foscarnet {
  const orderable* product = nullptr;
  double mg_per_kg = 0;
  double dose_mg = 0;
  double interval_hours = 0;
  double infusion_hours = 0;
  std::size_t for_draft = 0;
  std::string_view description;
};
/// Change a foscarnet draft's dosage. `dose_mg` 0: the weight is too old for a dose in mg.
struct change_foscarnet {
  std::size_t draft = 0;
  double mg_per_kg = 0;
  double dose_mg = 0;
  double interval_hours = 0;
  double infusion_hours = 0;
  std::string_view description;
};
using action =
    std::variant<order_test, refer, cancel_order, change_dosage, order_oral, order_foscarnet, change_foscarnet>;

struct suggestion {
  std::string_view label;
  bool recommended = false;
  list<action> actions;
};

/// One finding for one or more orders. Becomes a card. Texts are Markdown-free; room hooks escapes and lays out.
struct recommendation {
  rule_id rule = rule_id::not_checked;
  cds::indicator indicator = indicator::info;
  list<std::size_t> drafts; // indexes in facts.drafts; empty for what the patient is on already
  std::string_view summary; // finding first; at most 139 characters
  list<std::string_view> why;
  list<datum> data_used;
  list<std::string_view> not_known;
  list<std::string_view> options;
  list<suggestion> suggestions; // any of them; selectionBehavior `any`
};

enum class verdict : std::uint8_t { not_applicable, negative, not_evaluable, fired };
std::string_view name_of(verdict v);

/// How one rule ended for one order.
struct outcome {
  rule_id rule = rule_id::not_checked;
  cds::verdict verdict = cds::verdict::not_applicable;
  std::string_view because;                          // one line, for people: `exposure is 5 days`
  list<std::string_view> missing;                    // not_evaluable: what was needed, in a clinician's words
  std::optional<cds::recommendation> recommendation; // fired
};

struct order_outcomes {
  std::size_t draft = 0;
  std::vector<outcome> outcomes; // in the order the rules ran
};

struct decision {
  std::shared_ptr<const notepad> written_on; // what the texts and lists below view
  std::vector<order_outcomes> orders;
  std::vector<outcome>
      standing; // of what the patient is on already: active foscarnet; on opening the chart, an active nucleoside
  std::vector<recommendation> recommendations; // worst first, merged
};

} // namespace cds
