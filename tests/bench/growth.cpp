#include "tests/bench/growth.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>

#include "fhir/date.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

namespace bench {
namespace {

using fhir::json::kind;
using fhir::json::value;
using fhir::json::writer;

/// The same moment some weeks earlier; text that is no whole date stays.
std::string moved(std::string_view text, int weeks) {
  constexpr std::size_t date_length = 10;
  const auto read = text.size() < date_length ? tl::unexpected(std::string{}) : fhir::read_date(text);
  if (!read) return std::string(text);
  const std::chrono::year_month_day day(read->when.first - std::chrono::weeks(weeks));
  char date[16];
  std::snprintf(date, sizeof date, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()));
  return date + std::string(text.substr(date_length));
}

void write_copy(writer& out, const value& v, int copy) {
  constexpr int weeks_of_a_year = 52;
  const bool is_object = v.is(kind::object);
  if (is_object || v.is(kind::array)) {
    is_object ? out.begin_object() : out.begin_array();
    for (const auto child : v) {
      if (is_object) out.name(child.name());
      write_copy(out, child, copy);
    }
    is_object ? out.end_object() : out.end_array();
  } else if (const auto text = v.string(); text && (v.name() == "id" || v.name() == "fullUrl")) {
    out.string(std::string(*text) + "-" + std::to_string(copy));
  } else if (text) {
    out.string(moved(*text, copy % weeks_of_a_year));
  } else {
    out.value(v);
  }
}

/// A Bundle with so many copies of its entries; -1: without any entry.
void write_set(writer& out, const value& bundle, int copies) {
  out.begin_object();
  for (const auto member : bundle) {
    out.name(member.name());
    if (member.name() != "entry") {
      out.value(member);
      continue;
    }
    out.begin_array();
    if (copies >= 0)
      for (const auto entry : member) out.value(entry);
    for (int copy = 1; copy <= copies; ++copy)
      for (const auto entry : member) write_copy(out, entry, copy);
    out.end_array();
  }
  out.end_object();
}

/// The object with one of its members written in another way.
template<class Write> void write_changed(writer& out, const value& object, std::string_view changed, Write write) {
  out.begin_object();
  for (const auto member : object) {
    out.name(member.name());
    if (member.name() == changed)
      write(member);
    else
      out.value(member);
  }
  out.end_object();
}

std::string with_copies(const value& request, int copies) {
  std::string text;
  writer out(text);
  write_changed(out, request, "prefetch", [&](const value& prefetch) {
    out.begin_object();
    for (const auto set : prefetch) {
      out.name(set.name());
      if (set["entry"].is(kind::array))
        write_set(out, set, copies);
      else
        out.value(set);
    }
    out.end_object();
  });
  return text;
}

value root_of(fhir::json::document& document, std::string_view request) {
  const auto root = document.read(request);
  if (!root) throw std::invalid_argument(root.error().message);
  return *root;
}

} // namespace

std::string with_history(std::string_view request, std::size_t bytes) {
  fhir::json::document document;
  const auto root = root_of(document, request);
  const auto alone = with_copies(root, 0);
  if (alone.size() >= bytes) return alone;
  const auto of_one_copy = with_copies(root, 1).size() - alone.size();
  const auto copies = (bytes - alone.size() + of_one_copy - 1) / of_one_copy;
  return with_copies(root, static_cast<int>(copies));
}

std::string without_history(std::string_view request) {
  fhir::json::document document;
  return with_copies(root_of(document, request), -1);
}

std::string with_drafts(std::string_view request, int count) {
  fhir::json::document document;
  std::string text;
  writer out(text);
  write_changed(out, root_of(document, request), "context", [&](const value& context) {
    write_changed(out, context, "draftOrders", [&](const value& bundle) { write_set(out, bundle, count - 1); });
  });
  return text;
}

} // namespace bench
