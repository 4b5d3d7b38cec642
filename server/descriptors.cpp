#include "server/descriptors.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace server {
namespace {

// For files, other servers and the store: a quarter where there is little.
std::size_t left_for_others(std::size_t all) { return std::clamp<std::size_t>(all / 4, 16, 256); }

} // namespace

std::size_t fitting_connections(std::size_t wanted) {
  const auto needed = wanted + left_for_others(4 * wanted);
  rlimit allowed{};
  if (::getrlimit(RLIMIT_NOFILE, &allowed) != 0) return wanted;
  if (allowed.rlim_cur < needed && allowed.rlim_cur < allowed.rlim_max) {
    allowed.rlim_cur = std::min<rlim_t>(needed, allowed.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &allowed);
    ::getrlimit(RLIMIT_NOFILE, &allowed);
  }
  if (allowed.rlim_cur >= needed) return wanted;
  const auto all = static_cast<std::size_t>(allowed.rlim_cur);
  return std::clamp<std::size_t>(all - std::min(all, left_for_others(all)), 1, wanted);
}

bool spare_descriptor::take() {
  if (held_ < 0) held_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  return held_ >= 0;
}

void spare_descriptor::give() {
  if (held_ >= 0) ::close(held_);
  held_ = -1;
}

} // namespace server
