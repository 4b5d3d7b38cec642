#include "server/replay/line_scan.hpp"

#include <cstdint>
#include <cstring>

namespace server {
namespace {

constexpr std::size_t icd_category_length = 3;
constexpr unsigned deepest = 63;

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// One pass over a line. Text is told by its quotes, depth by its brackets.
class scanner {
 public:
  scanner(std::string_view line, const known_codes* codes)
      : at_(line.data()), end_(line.data() + line.size()), codes_(codes) {}

  tl::expected<scanned_line, std::string_view> scan() {
    skip_spaces();
    if (at_ == end_ || *at_ != '{') return tl::unexpected(std::string_view("is no JSON object"));
    while (at_ != end_ && fault_.empty()) {
      step();
      if (depth_ == 0) break;
    }
    if (!fault_.empty()) return tl::unexpected(fault_);
    if (depth_ != 0) return tl::unexpected(std::string_view("ends before its object does"));
    skip_spaces();
    if (at_ != end_) return tl::unexpected(std::string_view("goes on after its object"));
    return found_;
  }

 private:
  void step() {
    switch (*at_) {
    case '"':
      ++at_;
      see_string();
      return;
    case '{':
      open(true);
      break;
    case '[':
      open(false);
      break;
    case '}':
      close(true);
      break;
    case ']':
      close(false);
      break;
    default:
      if (static_cast<unsigned char>(*at_) < 0x20 && *at_ != '\t' && *at_ != '\r') fault_ = "holds a control character";
      break;
    }
    ++at_;
  }

  void skip_spaces() {
    while (at_ != end_ && is_space(*at_)) ++at_;
  }

  void open(bool object) {
    if (depth_ == deepest) {
      fault_ = "is nested too deeply";
      return;
    }
    ++depth_;
    objects_ = (objects_ << 1) | (object ? 1u : 0u);
    if (depth_ == 2) in_subject_ = object && (key_ == "subject" || key_ == "patient");
    key_ = {};
  }

  void close(bool object) {
    if (depth_ == 0 || ((objects_ & 1u) != 0) != object) {
      fault_ = "has brackets that do not match";
      return;
    }
    --depth_;
    objects_ >>= 1;
  }

  void see_string() {
    const char* start = at_;
    for (;;) {
      at_ = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
      if (at_ == nullptr) {
        at_ = end_;
        fault_ = "ends within a text";
        return;
      }
      if (at_[-1] != '\\' || !is_escaped(start)) break;
      ++at_;
    }
    const std::string_view text(start, static_cast<std::size_t>(at_ - start));
    ++at_;
    skip_spaces();
    if (at_ != end_ && *at_ == ':') {
      ++at_;
      key_ = text;
      return;
    }
    see_value(text);
    key_ = {};
  }

  bool is_escaped(const char* start) const {
    std::size_t before = 0;
    for (const char* back = at_; back != start && back[-1] == '\\'; --back) ++before;
    return before % 2 == 1;
  }

  void see_value(std::string_view text) {
    if (depth_ == 1) {
      if (key_ == "resourceType")
        found_.type = text;
      else if (key_ == "id")
        found_.id = text;
    } else if (depth_ == 2 && in_subject_ && key_ == "reference") {
      found_.subject = text;
    }
    if (codes_ != nullptr && !found_.has_known_code && key_ == "code") {
      // What is written with escapes is left to the strict reader.
      found_.has_known_code = text.find('\\') != std::string_view::npos || codes_->hold(text);
    }
  }

  const char* at_;
  const char* end_;
  const known_codes* codes_;
  scanned_line found_;
  std::string_view key_;
  std::string_view fault_;
  unsigned depth_ = 0;
  std::uint64_t objects_ = 0; // a bit for each open bracket: whether it is an object's
  bool in_subject_ = false;
};

} // namespace

void known_codes::add(const cds::terminology& terms, const cds::value_sets& sets) {
  for (const auto& entry : terms.entries())
    if (entry.meaning.sets.any_of(sets)) codes_.insert(entry.code);
}

void known_codes::add(const cds::terminology& terms) {
  for (const auto& entry : terms.entries()) codes_.insert(entry.code);
}

bool known_codes::hold(std::string_view code) const {
  if (codes_.contains(code)) return true;
  const bool may_be_icd = !code.empty() && code.front() >= 'A' && code.front() <= 'z';
  while (may_be_icd && code.size() > icd_category_length) {
    code.remove_suffix(1);
    if (codes_.contains(code)) return true;
  }
  return false;
}

tl::expected<scanned_line, std::string_view> scan_line(std::string_view line, const known_codes* codes) {
  return scanner(line, codes).scan();
}

std::string_view patient_in(std::string_view reference) {
  constexpr std::string_view type = "Patient/";
  const auto at = reference.rfind(type);
  if (at == std::string_view::npos || (at > 0 && reference[at - 1] != '/')) return {};
  const auto id = reference.substr(at + type.size());
  return id.substr(0, id.find_first_of("/?#"));
}

std::string_view base_of(std::string_view reference) {
  const auto at = reference.rfind("Patient/");
  return at == std::string_view::npos ? std::string_view{} : reference.substr(0, at);
}

} // namespace server
