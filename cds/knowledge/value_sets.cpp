#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

constexpr std::string_view no_set = "deliberately-none";

void read_code(section& s, std::optional<cds::value_set> set, term_list& terms) {
  const cds::code_system system = read_system(s, "system");
  const std::string code = s.text("code");
  const std::string display = s.text("display");
  cds::term t;
  t.sets = read_set_names(s, "also");
  if (set && t.sets.has(*set)) s.fault("also", "`also` names further sets, not this one");
  if (set) t.sets.add(*set);
  terms.add(s, system, code, display, t);
  read_verification(s);
  s.done();
}

} // namespace

void read_value_sets(section root, term_list& terms) {
  for (const placed_text& name : root.keys()) {
    const auto set = cds::value_set_named(name.value);
    if (!set && name.value != no_set) root.fault(name.at, "unknown value set `" + name.value + "`");
    auto table = root.table(name.value);
    if (!table) continue;
    static_cast<void>(table->text("title"));
    for (section& code : table->tables("codes")) read_code(code, set, terms);
    table->done();
  }
  for (const cds::value_set empty : terms.empty_sets())
    root.fault(root.at(), "value set `" + std::string(cds::name_of(empty)) + "` has no codes");
}

} // namespace cds_knowledge
