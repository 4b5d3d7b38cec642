#include "cds/fact_text.hpp"

namespace cds {

std::string name_of_term(const term* named) {
  return named ? std::string(named->coding.display) : std::string("no known code");
}

std::string dosage_text(const drug& what, const dosage& how) {
  std::string text = what.agent != agent::none ? std::string(name_of(what.agent)) : name_of_term(what.named);
  if (how.dose) text += ", " + to_text(*how.dose);
  if (how.administrations == 1)
    text += " once";
  else if (how.times_per_day)
    text += ", " + to_text(*how.times_per_day) + " a day";
  if (how.days) text += ", " + to_text(*how.days) + " days";
  return text;
}

std::string observation_text(const observation& o) {
  const char* state = o.status == observation::state::final ? "" : " (not final)";
  return name_of_term(o.named) + (o.value ? " = " + to_text(*o.value) : "") + state;
}

} // namespace cds
