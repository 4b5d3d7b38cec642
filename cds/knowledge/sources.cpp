#include <algorithm>
#include <array>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

constexpr std::array<std::string_view, 5> kinds = {"label", "guideline", "study", "secondary copy", "own knowledge"};

bool is_absolute_https(std::string_view url) {
  constexpr std::string_view scheme = "https://";
  const auto visible = [](char c) { return c > ' ' && c < '\x7f'; };
  return url.substr(0, scheme.size()) == scheme && url.size() > scheme.size() && url[scheme.size()] != '/' &&
         std::all_of(url.begin(), url.end(), visible);
}

bool is_known(std::string_view key, const references& known) {
  return std::any_of(known.sources.begin(), known.sources.end(), [&](const cds::source& s) { return s.key == key; });
}

} // namespace

std::vector<cds::source> read_sources(section root) {
  std::vector<cds::source> all;
  for (const placed_text& key : root.keys()) {
    auto table = root.table(key.value);
    if (!table) continue;
    cds::source s{key.value, table->text("label"), table->text_or_empty("url"), table->text("kind")};
    if (!s.url.empty() && !is_absolute_https(s.url))
      table->fault("url", "`url` must be absolute and begin with `https://`");
    if (!s.kind.empty() && std::find(kinds.begin(), kinds.end(), s.kind) == kinds.end())
      table->fault("kind", "unknown kind `" + s.kind +
                               "`, expected one of: label, guideline, study, secondary copy, own knowledge");
    table->done();
    all.push_back(std::move(s));
  }
  return all;
}

std::vector<cds::override_reason> read_overrides(section root, const references& known) {
  std::vector<cds::override_reason> all;
  read_source_key(root, "source", known);
  for (section& reason : root.tables("reasons")) {
    cds::override_reason r{reason.text("code"), reason.text("display")};
    const auto same = [&](const cds::override_reason& other) { return other.code == r.code; };
    if (std::any_of(all.begin(), all.end(), same)) reason.fault("code", "reason `" + r.code + "` is listed twice");
    reason.done();
    all.push_back(std::move(r));
  }
  root.done();
  return all;
}

std::vector<std::string> read_source_keys(section& s, const references& known) {
  std::vector<std::string> keys;
  for (const placed_text& key : s.texts("sources")) {
    if (!is_known(key.value, known)) s.fault(key.at, "unknown source `" + key.value + "`, sources.toml lists them");
    keys.push_back(key.value);
  }
  return keys;
}

std::string read_source_key(section& s, std::string_view key, const references& known) {
  std::string value = s.text(key);
  if (!value.empty() && !is_known(value, known))
    s.fault(key, "unknown source `" + value + "`, sources.toml lists them");
  return value;
}

} // namespace cds_knowledge
