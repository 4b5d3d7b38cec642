#include "server/console/places.hpp"

#include <algorithm>
#include <charconv>

namespace server {
namespace {

constexpr int deepest = 70; // what is deeper is refused before

bool is_plain(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string member_path(const std::string& of, std::string_view name) {
  const auto shown = is_plain(name) ? name : std::string_view("?");
  return of.empty() ? std::string(shown) : of + "." + std::string(shown);
}

/// Goes through a text once and notes where each value begins. What is no JSON ends it.
class scan {
 public:
  using offsets = std::unordered_map<std::string, std::size_t>;
  using resources = std::map<std::string, std::string, std::less<>>;

  scan(std::string_view text, offsets& into, resources& named) : text_(text), into_(into), named_(named) {}

  bool value(const std::string& path, int depth) {
    skip();
    if (at_ >= text_.size() || depth > deepest) return false;
    const bool listed = path.ends_with(']'); // a number in a list is found by what is around it
    if (!listed || text_[at_] == '{' || text_[at_] == '[') into_.emplace(path, at_);
    if (text_[at_] == '{') return object(path, depth);
    if (text_[at_] == '[') return array(path, depth);
    if (text_[at_] == '"') return string().has_value();
    at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    return true;
  }

 private:
  void skip() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool takes(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  /// As it is written, escapes and all: names that matter here hold none.
  std::optional<std::string_view> string() {
    if (!takes('"')) return std::nullopt;
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2U : 1U;
    if (at_ >= text_.size()) return std::nullopt;
    return text_.substr(begin, at_++ - begin);
  }
  std::optional<std::string_view> text_here() {
    skip();
    const auto before = at_;
    const auto found = at_ < text_.size() && text_[at_] == '"' ? string() : std::nullopt;
    at_ = before;
    return found;
  }
  bool object(const std::string& path, int depth) {
    ++at_;
    if (takes('}')) return true;
    std::string_view type, id;
    do {
      const auto name = string();
      if (!name || !takes(':')) return false;
      if (*name == "resourceType") type = text_here().value_or("");
      if (*name == "id") id = text_here().value_or("");
      if (!value(member_path(path, *name), depth + 1)) return false;
    } while (takes(','));
    if (!type.empty() && !id.empty()) named_.emplace(std::string(type) + "/" + std::string(id), path);
    return takes('}');
  }
  bool array(const std::string& path, int depth) {
    ++at_;
    if (takes(']')) return true;
    std::size_t index = 0;
    do {
      if (!value(path + "[" + std::to_string(index++) + "]", depth + 1)) return false;
    } while (takes(','));
    return takes(']');
  }

  std::string_view text_;
  std::size_t at_ = 0;
  offsets& into_;
  resources& named_;
};

/// `a.b[2].c` -> `a.b[2]` -> `a.b` -> `a` -> empty.
std::string_view around(std::string_view path) {
  const auto end = path.find_last_of(".[");
  return path.substr(0, end == std::string_view::npos ? 0 : end);
}

} // namespace

places::places(std::string_view text) : text_(text) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;) lines_.push_back(++at);
  scan(text, offsets_, resources_).value("", 0);
}

text_place places::at(std::size_t offset) const {
  const auto next = std::ranges::upper_bound(lines_, offset);
  return {static_cast<std::size_t>(next - lines_.begin()) + 1,
          offset - (next == lines_.begin() ? 0 : *std::prev(next)) + 1};
}

std::optional<text_place> places::of(std::string_view path) const {
  for (;; path = around(path)) {
    if (const auto found = offsets_.find(std::string(path)); found != offsets_.end()) return at(found->second);
    if (path.empty()) return std::nullopt;
  }
}

std::string places::path_of_resource(std::string_view type, std::string_view id) const {
  const auto found = resources_.find(std::string(type) + "/" + std::string(id));
  return found == resources_.end() ? std::string() : found->second;
}

double places::number_at(std::string_view path) const {
  const auto found = offsets_.find(std::string(path));
  double number = 0;
  if (found != offsets_.end()) std::from_chars(text_.data() + found->second, text_.data() + text_.size(), number);
  return number;
}

void places::write_line(fhir::json::writer& out, std::string_view path) const {
  const auto found = of(path);
  if (found) out.member("line", found->line).member("column", found->column);
}

void places::write_place(fhir::json::writer& out, std::string_view path) const {
  out.begin_object().member("path", path);
  write_line(out, path);
  out.end_object();
}

} // namespace server
