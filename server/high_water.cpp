#include "server/high_water.hpp"

#include <malloc.h>

namespace server {

void give_memory_back() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

} // namespace server
