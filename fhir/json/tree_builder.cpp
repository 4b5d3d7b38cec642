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
    : most_(most), most_key_(std::min<std::size_t>(most.key_bytes, UINT16_MAX)), tree_(into), text_(into.text) {
  constexpr std::size_t bytes_per_node = 16; // about what FHIR resources have, so that a first read rarely grows
  const auto expected = text_.size() / bytes_per_node + small_container;
  tree_.nodes.reserve(std::min(expected, most_nodes()));
  see_room();
}

std::string tree_builder::here() const {
  if (current_ == no_node) return {};
  if (tree_.nodes[current_].kind == kind::array) return tree_.path_of(current_, open_.count);
  if (!named_) return tree_.path(current_);
  const auto& source = name_.flag != node::no_flag ? std::string_view(tree_.arena) : text_;
  return tree_.path_of(current_, source.substr(name_.at, name_.length));
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

std::size_t tree_builder::most_nodes() const {
  return (most_.memory_bytes - std::min(spent_, most_.memory_bytes)) / sizeof(node);
}

bool tree_builder::spend(std::size_t bytes) {
  spent_ += bytes;
  see_room();
  return spent_ <= most_.memory_bytes && tree_.nodes.size() <= most_nodes();
}

void tree_builder::see_room() { room_until_ = tree_.nodes.data() + std::min(tree_.nodes.capacity(), most_nodes()); }

bool tree_builder::make_room(error_code& ec) {
  const auto have = tree_.nodes.size();
  const auto most = most_nodes();
  if (have >= most) return refuse_cost(ec, here());
  if (have == tree_.nodes.capacity()) tree_.nodes.reserve(std::min(most, 2 * have + small_container));
  see_room();
  return true;
}

bool tree_builder::refuse_depth(error_code& ec) {
  return fail(ec, issue_code::too_costly, here(),
              fmt::format("arrays and objects are nested deeper than the {} levels allowed", most_.depth));
}

bool tree_builder::build_index(std::uint32_t container, error_code& ec) {
  auto& of = tree_.nodes[container];
  if (!spend((open_.count + std::size_t{1}) * sizeof(std::uint32_t))) return refuse_cost(ec, tree_.path(container));
  const auto from = static_cast<std::uint32_t>(tree_.index.size());
  tree_.index.push_back(open_.count);
  for (auto* n = of.first(); n != of.end(); n = n->next()) tree_.index.push_back(tree_.place_of(*n));
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

bool tree_builder::unescape(text_part s, error_code& ec) {
  if (view(s).find('\0') != std::string_view::npos) {
    return fail(ec, issue_code::value, here(), "string holds `\\u0000`, which FHIR does not allow");
  }
  if (!spend(s.size())) return refuse_cost(ec, here());
  if (!unescaping_) gathered_from_ = static_cast<std::uint32_t>(tree_.arena.size());
  unescaping_ = true;
  tree_.arena.append(s.data(), s.size());
  return true;
}

tree_builder::place tree_builder::end_string(text_part s) {
  if (!unescaping_) return place_in_text(s);
  unescaping_ = false;
  return {gathered_from_, static_cast<std::uint32_t>(tree_.arena.size()) - gathered_from_, node::text_in_arena};
}

bool tree_builder::unescape_key(text_part s, std::size_t n, error_code& ec) {
  return key_fits(n, ec) && (is_whole(s) || unescape(s, ec)) && name_next(end_string(s), ec);
}

bool tree_builder::unescape_string(text_part s, error_code& ec) {
  return unescape(s, ec) && add(kind::string, end_string(s), ec);
}

bool tree_builder::refuse_key(error_code& ec) {
  return fail(ec, issue_code::too_long, here(),
              fmt::format("a member name is longer than the {} bytes allowed", most_key_));
}

bool tree_builder::is_taken(std::string_view name) const {
  for (const node* n = tree_.nodes[current_].first(); n != tree_.nodes.end(); n = n->next())
    if (tree_.is_named(*n, name)) return true;
  return false;
}

bool tree_builder::add_number(text_part s, error_code& ec) { return add(kind::number, place_in_text(s), ec); }

bool tree_builder::on_double(double d, text_part s, error_code& ec) {
  if (!is_finite(d, view(s))) {
    return fail(ec, issue_code::value, here(), "number is too large: its magnitude must be below 1.8e308");
  }
  return add_number(s, ec);
}

bool tree_builder::on_bool(bool b, error_code& ec) {
  return add(kind::boolean, {0, 0, b ? node::is_true : node::no_flag}, ec);
}

bool tree_builder::on_null(error_code& ec) { return add(kind::null, {}, ec); }

} // namespace fhir::json
