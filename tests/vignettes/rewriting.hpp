// How the translations rewrite a resource: members renamed, wrapped, or taken out of a list.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace vignettes {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using visit = std::function<void(object& resource)>;

inline std::string type_of(const object& resource) { return std::string(resource.at("resourceType").as_string()); }

inline void rename(object& in, std::string_view from, std::string_view to) {
  auto* found = in.if_contains(from);
  if (!found) return;
  auto moved = *found;
  in.erase(from);
  in[to] = std::move(moved);
}

inline void first_alone(object& in, std::string_view list, std::string_view alone) {
  auto* written = in.if_contains(list);
  if (!written) return;
  const value first = written->at(0);
  in.erase(list);
  in[alone] = first;
}

/// Wraps a member: `{"agent": ...}` around what stood there.
inline void wrap(object& in, std::string_view from, std::string_view to, std::string_view inside) {
  auto* found = in.if_contains(from);
  if (!found) return;
  auto moved = *found;
  in.erase(from);
  in[to] = object{{inside, std::move(moved)}};
}

inline void for_each_dosage(object& resource, const visit& rewrite) {
  for (const auto* name : {"dosageInstruction", "dosage"})
    if (auto* written = resource.if_contains(name); written && written->is_array())
      for (auto& one : written->as_array()) rewrite(one.as_object());
}

inline constexpr std::string_view referral_code = "306284005";
inline bool is_referral(const object& request) {
  return request.at("code").at("coding").at(0).at("code").as_string() == referral_code;
}

inline void status_before_r4(object& resource, const std::map<std::string, std::string>& names) {
  auto& status = resource.at("status");
  if (const auto found = names.find(std::string(status.as_string())); found != names.end()) status = found->second;
}

void as_stu3(object& resource);
void as_dstu2(object& resource);

} // namespace vignettes
