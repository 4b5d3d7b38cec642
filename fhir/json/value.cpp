#include <charconv>
#include <system_error>

#include "fhir/json/document.hpp"

namespace fhir::json {

std::optional<bool> value::boolean() const {
  if (!is(kind::boolean)) return std::nullopt;
  return node_->has(node::is_true);
}

std::optional<std::string_view> value::number_text() const {
  if (!is(kind::number)) return std::nullopt;
  return all().text_of(*node_);
}

std::optional<double> value::number() const {
  const auto text = number_text();
  if (!text) return std::nullopt;
  double result = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), result);
  // the reader refused what is too large, so only a number too small for a double is left: it is zero
  return fault == std::errc::result_out_of_range ? 0 : result;
}

std::optional<std::int64_t> value::integer() const {
  const auto text = number_text();
  if (!text) return std::nullopt;
  std::int64_t result = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), result);
  if (fault != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return result;
}

bool value::is_written_like(const value& other) const {
  return is(kind::object) && other.is(kind::object) && document_ == other.document_ &&
         all().written_alike(*node_, *other.node_);
}

std::size_t value::size() const { return exists() && node_->is_container() ? all().count(*node_) : 0; }

value value::operator[](std::size_t index) const {
  const auto found = is(kind::array) ? all().item(*node_, index) : nullptr;
  return found == nullptr ? value() : value(document_, found);
}

value::iterator value::begin() const {
  return exists() && node_->is_container() ? iterator(document_, node_->first()) : iterator();
}

value::iterator value::end() const {
  return exists() && node_->is_container() ? iterator(document_, node_->end()) : iterator();
}

std::string_view value::name() const { return exists() ? all().name_of(*node_) : std::string_view(); }

std::string value::path() const { return exists() ? all().path(id()) : std::string(); }

std::string value::path_of(std::string_view member) const {
  return exists() ? all().path_of(id(), member) : std::string(member);
}

} // namespace fhir::json
