#include <algorithm>

#include "cds/knowledge/documents.hpp"

namespace cds_knowledge {
namespace {

constexpr std::string_view reason = "reason";
constexpr std::string_view removal = "remove";

bool gives_a_basis(const toml::table& entry) {
  return entry.contains(reason) || entry.contains("sources") || entry.contains("source");
}

class laying {
 public:
  laying(std::string_view file, findings& found) : file_(file), found_(&found) {}

  void table(toml::table& base, toml::table&& overlay, bool justified) {
    justified = justified || gives_a_basis(overlay);
    for (auto&& [key, node] : overlay) {
      toml::node* old = base.get(key);
      const bool both_tables = old != nullptr && old->is_table() && node.is_table();
      if (both_tables)
        // Texts and columns belong to the entry around them; other tables are entries of their own.
        table(*old->as_table(), std::move(*node.as_table()), is_exempt(key) || (key == "texts" && justified));
      else if (is_list(key, node) && old != nullptr && old->is_array())
        list(*old->as_array(), std::move(*node.as_array()), key);
      else
        replace(base, key, std::move(node), justified);
    }
  }

 private:
  // Sources are the basis themselves, and a version needs none.
  bool is_exempt(std::string_view table) const {
    return file_ == "sources.toml" || (file_ == "thresholds.toml" && table == "meta");
  }

  static bool is_list(std::string_view key, const toml::node& node) {
    const toml::array* all = node.as_array();
    return all != nullptr && !all->empty() && all->get(0)->is_table() &&
           !identity_of(key, *all->get(0)->as_table()).empty();
  }

  void replace(toml::table& base, const toml::key& key, toml::node&& node, bool justified) {
    const toml::table* inner = node.as_table();
    const bool gives_own = inner != nullptr && (gives_a_basis(*inner) || is_exempt(key));
    if (!justified && !gives_own && key != "note") refuse_unexplained(node, '`' + std::string(key.str()) + '`');
    std::move(node).visit(
        [&](auto&& concrete) { base.insert_or_assign(key, std::forward<decltype(concrete)>(concrete)); });
  }

  void list(toml::array& base, toml::array&& overlay, std::string_view name) {
    for (toml::node& node : overlay) {
      toml::table* entry = node.as_table();
      if (entry == nullptr) {
        fault(node, '`' + std::string(name) + "` must hold tables");
        continue;
      }
      const std::string identity = identity_of(name, *entry);
      if (!gives_a_basis(*entry)) refuse_unexplained(node, '`' + identity + '`');
      const auto at = std::find_if(base.begin(), base.end(), [&](const toml::node& old) {
        return old.is_table() && identity_of(name, *old.as_table()) == identity;
      });
      if (entry->contains(removal))
        remove(base, at, *entry, identity);
      else if (at == base.end())
        base.push_back(std::move(*entry));
      else
        table(*at->as_table(), std::move(*entry), true);
    }
  }

  void remove(toml::array& base, toml::array::iterator at, const toml::table& entry, const std::string& identity) {
    const toml::node& wish = *entry.get(removal);
    if (wish.value_exact<bool>() != true)
      fault(wish, "`remove` must be true");
    else if (at == base.end())
      fault(entry, "nothing to remove: `" + identity + "` is not listed");
    else
      base.erase(at);
  }

  void refuse_unexplained(const toml::node& node, const std::string& what) {
    fault(node, what + " is changed without saying why: give `reason` or `sources` beside it");
  }

  void fault(const toml::node& node, std::string message) {
    const auto& from = node.source();
    found_->add({from.path ? std::string_view(*from.path) : file_, static_cast<unsigned>(from.begin.line),
                 static_cast<unsigned>(from.begin.column)},
                std::move(message));
  }

  std::string_view file_;
  findings* found_;
};

} // namespace

void lay_over(toml::table& base, toml::table&& overlay, std::string_view file, findings& found) {
  laying(file, found).table(base, std::move(overlay), file == "sources.toml");
}

} // namespace cds_knowledge
