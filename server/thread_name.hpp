// Names for what `top -H`, `ps -L` and debuggers show of a process.
#pragma once

namespace server {

/// Of the thread that calls it: at most 15 letters.
void name_this_thread(const char* name);

} // namespace server
