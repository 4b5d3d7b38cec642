#include <boost/json.hpp>

#include <algorithm>
#include <string>

#include "server/console/trial.hpp"

namespace server {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using fhir::json::writer;

const array& items(const object& of, std::string_view name) {
  static const array none;
  const auto* found = of.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

/// What the strict reader has let through, as deep as it does.
value parsed(std::string_view json) {
  boost::json::parse_options options;
  options.max_depth = 100;
  return boost::json::parse(boost::json::string_view(json.data(), json.size()), {}, options);
}

std::string_view text(const object& of, std::string_view name) {
  const auto* found = of.if_contains(name);
  return found != nullptr && found->is_string() ? std::string_view(found->get_string()) : std::string_view{};
}

std::string name_of(const object& resource) {
  return std::string(text(resource, "resourceType")) + "/" + std::string(text(resource, "id"));
}

/// `a/b` -> `a~1b`, as JSON pointers have it.
std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

struct change_list {
  writer& out;

  void add(std::string_view op, const std::string& path, const value* before, const value* after) const {
    out.begin_object().member("op", op).member("path", path);
    out.name("before").raw(before == nullptr ? "null" : boost::json::serialize(*before));
    out.name("after").raw(after == nullptr ? "null" : boost::json::serialize(*after)).end_object();
  }

  void compare(const value& before, const value& after, const std::string& path) const {
    if (before == after) return;
    if (before.is_object() && after.is_object()) return compare(before.get_object(), after.get_object(), path);
    if (before.is_array() && after.is_array()) return compare(before.get_array(), after.get_array(), path);
    add("replace", path, &before, &after);
  }
  void compare(const object& before, const object& after, const std::string& path) const {
    for (const auto& one : before) {
      const auto at = path + "/" + escaped(one.key());
      if (const auto* now = after.if_contains(one.key()))
        compare(one.value(), *now, at);
      else
        add("remove", at, &one.value(), nullptr);
    }
    for (const auto& one : after)
      if (!before.contains(one.key())) add("add", path + "/" + escaped(one.key()), nullptr, &one.value());
  }
  void compare(const array& before, const array& after, const std::string& path) const {
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      const auto at = path + "/" + std::to_string(i);
      if (i >= after.size())
        add("remove", at, &before[i], nullptr);
      else if (i >= before.size())
        add("add", at, nullptr, &after[i]);
      else
        compare(before[i], after[i], at);
    }
  }
};

/// The drafts as they were posted.
class drafts {
 public:
  explicit drafts(std::string_view request) : read_(parsed(request)) {}

  const value* named(std::string_view name) const {
    const auto* root = read_.if_object();
    const auto* context = root == nullptr ? nullptr : root->if_contains("context");
    const auto* bundle =
        context == nullptr || !context->is_object() ? nullptr : context->get_object().if_contains("draftOrders");
    if (bundle == nullptr || !bundle->is_object()) return nullptr;
    for (const auto& entry : items(bundle->get_object(), "entry")) {
      const auto* resource = entry.is_object() ? entry.get_object().if_contains("resource") : nullptr;
      if (resource != nullptr && resource->is_object() && name_of(resource->get_object()) == name) return resource;
    }
    return nullptr;
  }

 private:
  value read_;
};

/// What a delete names: a text or a list of one.
std::string target_of(const object& action) {
  if (const auto* resource = action.if_contains("resource"); resource != nullptr && resource->is_object())
    return text(action, "type") == "update" ? name_of(resource->get_object()) : std::string();
  if (const auto& listed = items(action, "resourceId"); !listed.empty() && listed[0].is_string())
    return std::string(listed[0].get_string());
  return std::string(text(action, "resourceId"));
}

void write_action(writer& out, const object& action, const drafts& before) {
  const auto target = target_of(action);
  const auto* resource = action.if_contains("resource");
  const auto* draft = target.empty() ? nullptr : before.named(target);
  out.member("type", text(action, "type")).name("target");
  if (target.empty())
    out.null();
  else
    out.string(target);
  out.name("before").raw(draft == nullptr ? "null" : boost::json::serialize(*draft));
  out.name("after").raw(resource == nullptr ? "null" : boost::json::serialize(*resource));
  out.name("changes").begin_array();
  if (draft != nullptr && resource != nullptr) change_list{out}.compare(*draft, *resource, "");
  out.end_array();
}

void write_suggestion(writer& out, std::string_view card, const object& suggestion, const drafts& before) {
  std::size_t place = 0;
  for (const auto& action : items(suggestion, "actions")) {
    out.begin_object().member("card", card).member("suggestion", text(suggestion, "uuid")).member("action", place++);
    write_action(out, action.as_object(), before);
    out.end_object();
  }
}

} // namespace

void write_effects(writer& out, std::string_view request, std::string_view answer) {
  const drafts before(request);
  const auto answered = parsed(answer);
  out.name("effects").begin_array();
  for (const auto& card : items(answered.as_object(), "cards"))
    for (const auto& suggestion : items(card.as_object(), "suggestions"))
      write_suggestion(out, text(card.as_object(), "uuid"), suggestion.as_object(), before);
  out.end_array();
}

} // namespace server
