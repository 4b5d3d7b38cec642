#include "fhir/json/document.hpp"
#include "fhir/json/pruned.hpp"
#include "fhir/json/writer.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

using fhir::json::kind;
using fhir::json::value;

void visit(const value& root, const value& v, int depth) {
  promise(depth <= 64, "nothing is nested deeper than the limit");
  promise(v.is(kind::string) == v.string().has_value(), "a string has its text");
  promise(v.is(kind::number) == v.number().has_value(), "a number has its value");
  promise(!v.string() || v.string()->find('\0') == std::string_view::npos, "no string holds a zero");
  std::size_t children = 0;
  for (const auto child : v) {
    if (v.is(kind::object))
      promise(v[child.name()] == child, "a member is found by its name");
    else
      promise(v[children] == child, "an item is found by its place");
    visit(root, child, depth + 1);
    ++children;
  }
  promise(v.size() == children, "the size counts the children");
  promise(v == root || !v.path().empty(), "only the root has an empty path");
}

std::string written(const value& v) {
  std::string text;
  fhir::json::writer(text).value(v);
  return text;
}

} // namespace

void json(std::string_view bytes) {
  fhir::json::document document;
  const auto read = document.read(bytes);
  if (!read) {
    promise(!read.error().message.empty(), "a refusal says why");
    promise(!document.root(), "a refusal leaves nothing behind");
    return;
  }
  visit(*read, *read, 0);
  const auto once = written(*read);
  fhir::json::document again;
  const auto reread = again.read(once);
  promise(reread.has_value(), "what is written can be read");
  promise(written(*reread) == once, "what is written is read as it was");
  std::string pruned;
  fhir::json::writer out(pruned);
  fhir::json::write_pruned(out, *reread);
}

} // namespace fuzz
