#include "fhir/json/tree_builder.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <system_error>
#include <utility>

#include <boost/json/error.hpp>
#include <fmt/format.h>

namespace fhir::json {

namespace {

std::string_view view(boost::json::string_view s) { return {s.data(), s.size()}; }

/// The parser's own arithmetic is only near: it turns 0e400 into no number at all.
bool is_finite(double as_parsed, std::string_view text) {
  constexpr double surely_finite = 1e300;
  if (std::abs(as_parsed) < surely_finite) return true;
  double exact = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), exact);
  return fault == std::errc();
}

} // namespace

tree_builder::tree_builder(const limits& most, tree& into)
    : most_(most), most_key_(std::min<std::size_t>(most.key_bytes, UINT16_MAX)), tree_(into) {
  constexpr std::size_t bytes_per_node = 16; // about what FHIR resources have, so that a first read rarely grows
  const auto expected = tree_.text.size() / bytes_per_node + small_container;
  tree_.nodes.reserve(std::min(expected, most_.memory_bytes / sizeof(node)));
}

std::string tree_builder::here() const {
  if (current_ == no_node) return {};
  if (tree_.nodes[current_].kind == kind::array) return tree_.path_of(current_, tree_.nodes[current_].at);
  if (!key_read_) return tree_.path(current_);
  const auto& source = key_.in_arena ? std::string_view(tree_.arena) : tree_.text;
  return tree_.path_of(current_, source.substr(key_.at, key_.length));
}

bool tree_builder::fail(error_code& ec, issue_code code, std::string path, std::string message) {
  fault_ = issue{code, std::move(path), std::move(message)};
  ec = boost::json::make_error_code(boost::json::error::syntax);
  return false;
}

bool tree_builder::refuse_cost(error_code& ec, std::string path) {
  return fail(ec, issue_code::too_costly, std::move(path),
              fmt::format("content needs more memory than the {} bytes allowed for one text", most_.memory_bytes));
}

bool tree_builder::grow(error_code& ec) {
  const auto left = (most_.memory_bytes - std::min(spent_, most_.memory_bytes)) / sizeof(node);
  if (left == 0) return spend(sizeof(node), ec);
  const auto have = tree_.nodes.size();
  tree_.nodes.reserve(have + std::min<std::size_t>(left, have + small_container));
  return true;
}

node* tree_builder::add(kind k, error_code& ec) {
  if (tree_.nodes.size() == tree_.nodes.capacity() && !grow(ec)) return nullptr;
  if (!spend(sizeof(node), ec)) return nullptr;
  node added;
  added.parent = current_;
  added.kind = k;
  if (current_ != no_node) ++tree_.nodes[current_].at;
  if (key_read_) {
    added.name_at = key_.at;
    added.name_length = static_cast<std::uint16_t>(key_.length);
    added.name_tag = key_tag_;
    if (key_.in_arena) added.mark(node::name_in_arena);
    key_read_ = false;
  }
  return &tree_.nodes.emplace_back(added);
}

bool tree_builder::open(kind k, error_code& ec) {
  if (depth_ == most_.depth) {
    return fail(ec, issue_code::too_costly, here(),
                fmt::format("arrays and objects are nested deeper than the {} levels allowed", most_.depth));
  }
  if (add(k, ec) == nullptr) return false;
  ++depth_;
  current_ = static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  return true;
}

bool tree_builder::close(error_code& ec) {
  const auto closed = current_;
  auto& container = tree_.nodes[closed];
  const auto names = std::exchange(container.extent, static_cast<std::uint32_t>(tree_.nodes.size()));
  if (container.at > small_container) {
    if (!build_index(closed, ec)) return false;
  } else if (container.kind == kind::object) {
    container.at = names;
  }
  current_ = container.parent;
  --depth_;
  return true;
}

bool tree_builder::build_index(std::uint32_t container, error_code& ec) {
  auto& of = tree_.nodes[container];
  const auto count = of.at;
  spent_ += (count + 1) * sizeof(std::uint32_t);
  if (spent_ > most_.memory_bytes) return refuse_cost(ec, tree_.path(container));
  const auto from = static_cast<std::uint32_t>(tree_.index.size());
  tree_.index.push_back(count);
  for (auto i = container + 1; i < of.extent; i = tree_.after(i)) tree_.index.push_back(i);
  if (of.kind == kind::object) {
    const auto name = [this](std::uint32_t i) { return tree_.name_of(tree_.nodes[i]); };
    const auto first = tree_.index.begin() + from + 1;
    std::sort(first, tree_.index.end(),
              [&](std::uint32_t a, std::uint32_t b) { return name_before(name(a), name(b)); });
    const auto twice = std::adjacent_find(first, tree_.index.end(),
                                          [&](std::uint32_t a, std::uint32_t b) { return name(a) == name(b); });
    if (twice != tree_.index.end()) return refuse_duplicate(name(*twice), ec);
  }
  of.at = from;
  of.mark(node::indexed);
  return true;
}

bool tree_builder::refuse_duplicate(std::string_view name, error_code& ec) {
  return fail(ec, issue_code::structure, tree_.path_of(current_, name),
              "member is given twice; each name may occur once");
}

bool tree_builder::is_whole(text_part s) const {
  const auto text = tree_.text;
  const std::less_equal<const char*> not_after;
  return !unescaping_ && not_after(text.data(), s.data()) && not_after(s.data(), text.data() + text.size());
}

bool tree_builder::unescape(text_part s, error_code& ec) {
  if (view(s).find('\0') != std::string_view::npos) {
    return fail(ec, issue_code::value, here(), "string holds `\\u0000`, which FHIR does not allow");
  }
  if (!spend(s.size(), ec)) return false;
  if (!unescaping_) gathered_from_ = static_cast<std::uint32_t>(tree_.arena.size());
  unescaping_ = true;
  tree_.arena.append(s.data(), s.size());
  return true;
}

tree_builder::place tree_builder::end_string(text_part s) {
  if (!unescaping_) {
    return {static_cast<std::uint32_t>(s.data() - tree_.text.data()), static_cast<std::uint32_t>(s.size()), false};
  }
  unescaping_ = false;
  return {gathered_from_, static_cast<std::uint32_t>(tree_.arena.size()) - gathered_from_, true};
}

bool tree_builder::refuse_key(error_code& ec) {
  return fail(ec, issue_code::too_long, here(),
              fmt::format("a member name is longer than the {} bytes allowed", most_key_));
}

bool tree_builder::on_key_part(text_part s, std::size_t n, error_code& ec) {
  return key_fits(n, ec) && unescape(s, ec);
}

bool tree_builder::on_key(text_part s, std::size_t n, error_code& ec) {
  if (!key_fits(n, ec)) return false;
  if (!is_whole(s) && !unescape(s, ec)) return false;
  key_ = end_string(s);
  const member_name name = key_.in_arena ? std::string_view(tree_.arena).substr(key_.at, key_.length) : view(s);
  key_tag_ = name.tag;
  // larger objects are checked when they close, by sorting: a scan for every member would cost the square of their
  // number
  auto& object = tree_.nodes[current_];
  if (object.at <= small_container && (object.extent & name.bit) != 0 && is_taken(name))
    return refuse_duplicate(name.text, ec);
  object.extent |= name.bit; // until it closes
  key_read_ = true;
  return true;
}

bool tree_builder::is_taken(const member_name& name) const {
  const auto end = static_cast<std::uint32_t>(tree_.nodes.size());
  for (auto i = current_ + 1; i < end; i = tree_.after(i))
    if (tree_.is_named(tree_.nodes[i], name)) return true;
  return false;
}

bool tree_builder::on_string_part(text_part s, std::size_t, error_code& ec) { return unescape(s, ec); }

bool tree_builder::on_string(text_part s, std::size_t, error_code& ec) {
  if (!is_whole(s) && !unescape(s, ec)) return false;
  const auto content = end_string(s);
  auto* added = add(kind::string, ec);
  if (added == nullptr) return false;
  added->at = content.at;
  added->extent = content.length;
  if (content.in_arena) added->mark(node::text_in_arena);
  return true;
}

bool tree_builder::number(text_part s, error_code& ec) {
  auto* added = add(kind::number, ec);
  if (added == nullptr) return false;
  added->at = static_cast<std::uint32_t>(s.data() - tree_.text.data());
  added->extent = static_cast<std::uint32_t>(s.size());
  return true;
}

bool tree_builder::on_double(double d, text_part s, error_code& ec) {
  if (!is_finite(d, view(s))) {
    return fail(ec, issue_code::value, here(), "number is too large: its magnitude must be below 1.8e308");
  }
  return number(s, ec);
}

bool tree_builder::on_bool(bool b, error_code& ec) {
  auto* added = add(kind::boolean, ec);
  if (added == nullptr) return false;
  if (b) added->mark(node::is_true);
  return true;
}

} // namespace fhir::json
