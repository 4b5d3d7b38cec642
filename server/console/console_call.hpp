// One request to the console's API, and the table of what there is.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hooks/call.hpp"
#include "server/console/admin_tokens.hpp"

namespace server {

/// Of somebody who may ask it. Views into the call, which lives until it is answered.
struct console_call {
  std::string_view body;
  std::string part; // what stands for `{...}` in the path
  std::map<std::string, std::string, std::less<>> query;

  std::string_view asked(std::string_view name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string_view{} : std::string_view(found->second);
  }
};

struct console_route {
  std::string_view method = "GET";
  std::string_view pattern = {}; // `/console/api/samples/{id}`
  admin_role role = admin_role::tester;
  std::string_view deed = {}; // how the audit trail calls it; empty: it is not part of it
  bool slow = false;          // done at the desk
  std::vector<std::string_view> may_ask = {};
  std::function<hooks::reply(const console_call&)> answer = {}; // safe from any thread when `slow`
};

/// What stands for `{...}` when the path fits the pattern; nothing when it does not.
std::optional<std::string> part_of(std::string_view pattern, std::string_view path);

/// The query of a target, each name once and one of `allowed`; nothing when it is another.
std::optional<std::map<std::string, std::string, std::less<>>> query_of(std::string_view target,
                                                                        const std::vector<std::string_view>& allowed);

} // namespace server
