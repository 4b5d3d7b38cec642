#include "server/private_file.hpp"

#include <sys/stat.h>

namespace server {

std::string fault_in_privacy(::mode_t mode, ::uid_t owner) {
  const bool of_root = owner == 0;
  const char* instead =
      of_root ? ", set its mode to 600, or to 640 for a group that may read it" : ", set its mode to 600";
  if ((mode & S_IRWXO) != 0) return std::string("is open to everybody") + instead;
  if ((mode & (S_IWGRP | S_IXGRP)) != 0) return std::string("can be changed by its group") + instead;
  if ((mode & S_IRGRP) != 0 && !of_root)
    return "can be read by its group, set its mode to 600, or give it to root with mode 640";
  return {};
}

} // namespace server
