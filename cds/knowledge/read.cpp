#include "cds/knowledge/read.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <utility>

#include "cds/knowledge/content.hpp"
#include "cds/knowledge/documents.hpp"

namespace cds_knowledge {
namespace {

void check_names(const std::vector<file>& files, const std::vector<file>& expected, findings& found) {
  const auto named = [](const std::vector<file>& all, const std::string& name) {
    return std::any_of(all.begin(), all.end(), [&](const file& f) { return f.name == name; });
  };
  for (const file& e : expected)
    if (!named(files, e.name)) found.add({e.name, 0, 0}, "missing file");
  for (const file& f : files)
    if (!named(expected, f.name)) found.add({f.name, 0, 0}, "unknown file");
}

// What the program's code asks of the content by name: the embedded files have it, every other set must have it too.
struct contract {
  rule_texts texts;
  std::vector<std::string> ids;
};

contract contract_of(const std::vector<file>& built_in, const references& known) {
  findings unused; // the embedded files are read for themselves elsewhere
  const documents documents(built_in, unused);
  contract c;
  c.texts = read_rules(documents.root("rules.toml"), known, nullptr);
  section orders = documents.root("orders.toml");
  for (const char* kind : {"product", "service"})
    for (section& s : orders.tables(kind)) c.ids.push_back(s.text("id"));
  return c;
}

cds::knowledge assemble(const documents& documents, const std::vector<file>& built_in) {
  references known;
  known.sources = read_sources(documents.root("sources.toml"));
  known.overrides = read_overrides(documents.root("overrides.toml"), known);
  const contract needed = contract_of(built_in, known);

  cds::knowledge k;
  limit_list limits = read_thresholds(documents.root("thresholds.toml"), known);
  k.version = std::move(limits.version);
  k.limits = limits.limits;
  term_list terms;
  read_drugs(documents.root("drugs.toml"), terms);
  read_value_sets(documents.root("value_sets.toml"), terms);
  orders orderable = read_orders(documents.root("orders.toml"), terms, needed.ids);
  k.orderables = std::move(orderable.products);
  k.services = std::move(orderable.services);
  renal_tables renal = read_renal(documents.root("renal.toml"), known);
  dosing doses = read_regimens(documents.root("regimens.toml"), known, renal);
  k.regimens = std::move(doses.regimens);
  k.signatures = std::move(doses.signatures);
  k.adequate_doses = std::move(doses.adequate_doses);
  k.label_ages = std::move(doses.label_ages);
  k.intravenous_acyclovir = read_intravenous(documents.root("intravenous.toml"), known);
  k.foscarnet = read_foscarnet(documents.root("foscarnet.toml"), known);
  rule_texts rules = read_rules(documents.root("rules.toml"), known, &needed.texts);
  read_attributes(documents.root("attributes.toml"), rules.rules);
  k.listed_limits = std::move(limits.listed);
  k.about = read_about(documents.root("about.toml"));
  k.rules = std::move(rules.rules);
  k.common_texts = std::move(rules.common);
  k.sources = std::move(known.sources);
  k.overrides = std::move(known.overrides);
  if (terms.unique()) k.terms = std::move(terms).build();
  return k;
}

std::string version_of(const documents& parsed) {
  const auto at = parsed.all().find("thresholds.toml");
  return at == parsed.all().end() ? std::string() : at->second["meta"]["version"].value_or(std::string());
}

constexpr std::uintmax_t most_bytes = std::uintmax_t{4} << 20;

// A pipe would be waited for, a device never end.
tl::expected<std::string, const char*> content_of(const std::filesystem::path& path, const char* otherwise) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return tl::make_unexpected(otherwise);
  if (std::filesystem::file_size(path, error) > most_bytes || error)
    return tl::make_unexpected<const char*>("larger than 4 MiB");
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.is_open() || stream.bad()) return tl::make_unexpected(otherwise);
  return text;
}

} // namespace

std::string to_text(const fault& f) {
  std::string text = f.file;
  if (f.line > 0) text += ':' + std::to_string(f.line) + ':' + std::to_string(f.column);
  return text + ": " + f.message;
}

tl::expected<std::vector<file>, std::vector<fault>> read_directory(const std::filesystem::path& directory) {
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error))
    return tl::unexpected(std::vector<fault>{{directory.string(), 0, 0, "not a directory"}});

  std::vector<file> files;
  std::vector<fault> faults;
  for (const file& expected : embedded()) {
    if (auto text = content_of(directory / expected.name, "missing file, or not readable"))
      files.push_back({expected.name, std::move(*text)});
    else
      faults.push_back({(directory / expected.name).string(), 0, 0, text.error()});
  }
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename().string();
    const auto same = [&](const file& f) { return f.name == name; };
    if (entry.path().extension() == ".toml" && std::none_of(files.begin(), files.end(), same) &&
        std::none_of(faults.begin(), faults.end(), [&](const fault& f) { return f.file == entry.path().string(); }))
      faults.push_back({entry.path().string(), 0, 0, "unknown file"});
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return files;
}

tl::expected<std::vector<file>, std::vector<fault>> read_overlay_directory(const std::filesystem::path& directory) {
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error))
    return tl::unexpected(std::vector<fault>{{directory.string(), 0, 0, "not a directory"}});
  std::vector<file> files;
  std::vector<fault> faults;
  const auto built_in = embedded();
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".toml") continue;
    auto text = content_of(entry.path(), "not readable");
    if (std::none_of(built_in.begin(), built_in.end(), [&](const file& f) { return f.name == name; }))
      faults.push_back({entry.path().string(), 0, 0, "unknown file"});
    else if (text)
      files.push_back({name, std::move(*text), entry.path().string()});
    else
      faults.push_back({entry.path().string(), 0, 0, text.error()});
  }
  if (files.empty() && faults.empty()) faults.push_back({directory.string(), 0, 0, "no knowledge files in it"});
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  std::sort(files.begin(), files.end(), [](const file& a, const file& b) { return a.name < b.name; });
  return files;
}

tl::expected<cds::knowledge, std::vector<fault>> read(const std::vector<file>& files,
                                                      const std::vector<file>& overlay) {
  findings found;
  const std::vector<file> built_in = embedded();
  check_names(files, built_in, found);
  const std::string base_version = version_of(documents(files, found));
  if (!found.none()) return tl::unexpected(std::move(found).sorted());
  const documents documents({files, overlay}, found);
  if (!found.none()) return tl::unexpected(std::move(found).sorted());
  cds::knowledge k = assemble(documents, built_in);
  if (!found.none()) return tl::unexpected(std::move(found).sorted());
  // Changed content never goes by the name of the unchanged.
  if (!overlay.empty() && k.version == base_version) k.version += "+overlay";
  k.hash = hash_of({files, overlay});
  return k;
}

} // namespace cds_knowledge
