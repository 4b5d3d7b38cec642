// What every answer of the console has in common.
#pragma once

#include <string>
#include <string_view>

#include "hooks/call.hpp"

namespace server {

/// JSON that no cache keeps and no other site reads.
hooks::reply json_answer(std::string body, int status = 200);
/// The same with `error`.
hooks::reply refused_answer(int status, std::string_view message);
/// Headers against being read, framed or sniffed; for every answer.
void add_protection(hooks::reply& of);

} // namespace server
