#include <algorithm>

#include "cds/knowledge/content.hpp"
#include "cds/quantity.hpp"

namespace cds_knowledge {
namespace {

template<class T> void refuse_second(section& s, const std::vector<T>& all, const std::string& id) {
  if (std::any_of(all.begin(), all.end(), [&](const T& other) { return other.id == id; }))
    s.fault("id", "`" + id + "` is listed already");
}

cds::orderable read_product(section& s, const term_list& terms) {
  cds::orderable o;
  o.id = s.text("id");
  o.agent = read_agent(s, "agent");
  o.rxnorm = s.text("rxnorm");
  o.strength_mg = s.positive_or_zero("strength_mg");
  s.done();
  const auto* product = terms.find(cds::code_system::rxnorm, o.rxnorm);
  if (product == nullptr) {
    s.fault("rxnorm", "`" + o.rxnorm + "` is not a product of drugs.toml");
    return o;
  }
  o.display = product->display;
  if (product->meaning.agent != o.agent)
    s.fault("agent", "drugs.toml says that `" + o.rxnorm + "` is " + std::string(cds::name_of(product->meaning.agent)));
  if (!cds::about_equal(product->meaning.strength_mg, o.strength_mg))
    s.fault(s.has("strength_mg") ? s.at("strength_mg") : s.at(),
            "drugs.toml gives `" + o.rxnorm + "` another strength: " + cds::to_text(product->meaning.strength_mg) +
                " mg");
  return o;
}

cds::orderable_service read_service(section& s, const term_list& terms) {
  cds::orderable_service o;
  o.id = s.text("id");
  o.system = read_system(s, "system");
  o.code = s.text("code");
  s.done();
  const auto* term = terms.find(o.system, o.code);
  if (term == nullptr)
    s.fault("code", "`" + o.code + "` is not a code of value_sets.toml");
  else
    o.display = term->display;
  return o;
}

} // namespace

orders read_orders(section root, const term_list& terms, const std::vector<std::string>& needed) {
  orders all;
  std::vector<std::string> ids;
  for (section& s : root.tables("product")) {
    cds::orderable o = read_product(s, terms);
    refuse_second(s, all.products, o.id);
    ids.push_back(o.id);
    all.products.push_back(std::move(o));
  }
  for (section& s : root.tables("service")) {
    cds::orderable_service o = read_service(s, terms);
    refuse_second(s, all.services, o.id);
    ids.push_back(o.id);
    all.services.push_back(std::move(o));
  }
  root.done();
  for (const std::string& id : needed)
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) root.fault(root.at(), "missing id `" + id + "`");
  return all;
}

} // namespace cds_knowledge
