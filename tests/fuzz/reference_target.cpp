#include "fhir/reference.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void check(const std::optional<fhir::literal>& read) {
  if (!read) return;
  promise(!read->type.empty() && !read->id.empty(), "a literal reference has a type and an id");
  promise(read->id.find_first_of("/?#") == std::string_view::npos, "an id ends where it ends");
}

} // namespace

void reference(std::string_view bytes) {
  fhir::json::document document;
  const auto root = document.read(bytes);
  if (!root) {
    for (const auto* base : {"", "https://ehr.example.org/fhir", "http://ehr.example.org/fhir/"})
      check(fhir::read_literal(bytes, base));
    return;
  }
  const auto base = (*root)["base"].string().value_or("");
  fhir::reference_index index(base);
  index.add_bundle((*root)["bundle"], fhir::origin::draft_orders);
  index.add_bundle((*root)["bundle"], fhir::origin::prefetch);
  index.seal();
  const auto holder = (*root)["bundle"]["entry"][0]["resource"];
  for (const auto one : (*root)["references"]) {
    const auto text = one["reference"].string().value_or("");
    const auto named = fhir::read_literal(text, base);
    check(named);
    for (const auto from : {fhir::origin::draft_orders, fhir::origin::prefetch}) {
      const auto found = index.find(one, holder, from);
      promise(!found || !text.empty(), "an empty reference names nothing");
      if (found && text.front() == '#') promise(found["id"].string() == text.substr(1), "a fragment names an id");
    }
  }
}

} // namespace fuzz
