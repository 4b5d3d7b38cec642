#include "server/commands/doctor.hpp"

#include <cstdio>

#include "server/doctor/examine.hpp"

namespace server {

int doctor(const doctor_wish& wish) {
  const auto told = examine(wish.config, wish.fetch);
  const auto text = wish.json ? as_json(told) : as_text(told);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return told.has_fault() ? 1 : 0;
}

} // namespace server
