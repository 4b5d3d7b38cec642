#include "fhir/json/document.hpp"

#include "fhir/json/reader.hpp"

namespace fhir::json {

tl::expected<value, issue> document::read(std::string_view text, const limits& most) {
  clear();
  tree_.text = text;
  if (auto fault = read_tree(text, most, tree_)) {
    clear();
    return tl::unexpected(std::move(*fault));
  }
  return root();
}

void document::clear() {
  if (memory_bytes() > kept_bytes) {
    tree_ = {};
    return;
  }
  tree_.text = {};
  tree_.nodes.clear();
  tree_.arena.clear();
  tree_.index.clear();
}

std::size_t document::memory_bytes() const {
  return tree_.nodes.capacity() * sizeof(node) + tree_.arena.capacity() +
         tree_.index.capacity() * sizeof(tree_.index[0]);
}

} // namespace fhir::json
