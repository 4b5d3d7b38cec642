#include "server/store/kept_user.hpp"

#include <string>

namespace server {

std::string_view user_to_keep(std::string_view reference) {
  for (const std::string_view kind : {"Patient", "RelatedPerson"}) {
    const auto at = reference.rfind(std::string(kind) + "/");
    if (at != std::string_view::npos) return kind;
  }
  return reference;
}

} // namespace server
