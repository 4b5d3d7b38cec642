#include <array>

#include "cds/knowledge/documents.hpp"

namespace cds_knowledge {
namespace {

struct identified_list {
  std::string_view name;
  std::array<std::string_view, 3> keys;
};
// Other lists of tables, `rows` and `bands`, are read in their order.
constexpr auto lists = std::to_array<identified_list>({
    {"regimen", {"id"}},
    {"signature", {"agent", "dose_mg", "times_per_day"}},
    {"adequate", {"agent", "for"}},
    {"label_age", {"agent", "route"}},
    {"product", {"id"}},
    {"service", {"id"}},
    {"ingredients", {"code"}},
    {"products", {"code"}},
    {"brands", {"name"}},
    {"codes", {"system", "code"}},
    {"reasons", {"code"}},
});

} // namespace

std::string identity_of(std::string_view list, const toml::table& entry) {
  std::string identity;
  for (const identified_list& l : lists) {
    if (l.name != list) continue;
    for (const std::string_view key : l.keys) {
      const auto* node = key.empty() ? nullptr : entry.get(key);
      if (node == nullptr) continue;
      if (!identity.empty()) identity += ' ';
      identity += text_of(*node);
    }
  }
  return identity;
}

} // namespace cds_knowledge
