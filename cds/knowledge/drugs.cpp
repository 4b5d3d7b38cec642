#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

cds::route read_route(section& s, bool required) {
  const std::string name = required ? s.text("route") : s.text_or_empty("route");
  const cds::route r = cds::route_named(name).value_or(cds::route::unknown);
  if (!name.empty() && r == cds::route::unknown)
    s.fault("route",
            "unknown route `" + name + "`, expected one of: oral, intravenous, topical, ophthalmic, buccal, other");
  return r;
}

void read_ingredient(section& s, term_list& terms) {
  const std::string code = s.text("code");
  const placed_text name{s.text("name"), s.at("name")};
  cds::term t;
  if (s.has("agent"))
    t.agent = read_agent(s, "agent");
  else
    s.text_or_empty("agent");
  t.route = read_route(s, false);
  t.sets = read_set_names(s, "sets");
  t.prednisone_factor = s.positive_or_zero("prednisone_factor");
  if (t.sets.has(cds::value_set::corticosteroid) != s.has("prednisone_factor"))
    s.fault(s.at(), "`prednisone_factor` and the set `corticosteroid` go together");
  terms.add(s, cds::code_system::rxnorm, code, name.value, t);
  terms.add_name(s, name);
  for (const placed_text& also : s.texts_or_none("also")) terms.add_name(s, also);
  read_verification(s);
  s.done();
}

void check_strength(section& s, const cds::term& t) {
  const bool tablet = s.has("strength_mg");
  const bool liquid = s.has("concentration_mg_per_ml");
  if (tablet && liquid) s.fault(s.at(), "a product has `strength_mg` or `concentration_mg_per_ml`, not both");
  const bool swallowed_or_infused = t.route == cds::route::oral || t.route == cds::route::intravenous;
  if ((tablet || liquid) && !swallowed_or_infused)
    s.fault(s.at(), "only oral and intravenous products have a strength");
  if (swallowed_or_infused && !tablet && !liquid && !s.has("note"))
    s.fault(s.at(), "a product without `strength_mg` and `concentration_mg_per_ml` needs a `note` that says why");
}

void read_product(section& s, term_list& terms) {
  const std::string code = s.text("code");
  const std::string display = s.text("display");
  cds::term t;
  t.agent = read_agent(s, "agent");
  t.route = read_route(s, true);
  t.strength_mg = s.positive_or_zero("strength_mg");
  t.concentration_mg_per_ml = s.positive_or_zero("concentration_mg_per_ml");
  t.sets = read_set_names(s, "sets");
  check_strength(s, t);
  terms.add(s, cds::code_system::rxnorm, code, display, t);
  read_verification(s);
  s.done();
}

void read_brand(section& s, term_list& terms) {
  cds::term t;
  t.agent = read_agent(s, "agent");
  t.route = read_route(s, true);
  t.sets = read_set_names(s, "sets");
  const placed_text name{s.text("name"), s.at("name")};
  terms.add_uncoded(s, name, t);
  read_verification(s);
  s.done();
}

} // namespace

void read_drugs(section root, term_list& terms) {
  for (section& s : root.tables("ingredients")) read_ingredient(s, terms);
  for (section& s : root.tables("products")) read_product(s, terms);
  for (section& s : root.tables("brands")) read_brand(s, terms);
  root.done();
}

} // namespace cds_knowledge
