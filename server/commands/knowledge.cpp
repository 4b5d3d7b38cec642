#include "server/commands/knowledge.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "cds/knowledge/read.hpp"
#include "fhir/json/writer.hpp"
#include "server/commands/knowledge_sheet.hpp"
#include "server/operation/load_knowledge.hpp"

namespace server {
namespace {

using cds_knowledge::change;
using cds_knowledge::fault;
using cds_knowledge::file_set;
using fhir::json::writer;

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int complain(const std::string& what) {
  std::fprintf(stderr, "vesicle: %s\n", what.c_str());
  return 2;
}

/// A directory with every file is a whole set, one with fewer an overlay of the built-in set.
bool is_whole(const std::filesystem::path& directory) {
  const auto names = cds_knowledge::embedded();
  return std::all_of(names.begin(), names.end(),
                     [&](const auto& f) { return std::filesystem::exists(directory / f.name); });
}

tl::expected<file_set, std::vector<fault>> read_set(const std::filesystem::path& directory) {
  const auto whole = [](auto&& files) { return file_set{std::move(files), {}}; };
  const auto laid = [](auto&& files) { return file_set{cds_knowledge::embedded(), std::move(files)}; };
  return is_whole(directory) ? cds_knowledge::read_directory(directory).map(whole)
                             : cds_knowledge::read_overlay_directory(directory).map(laid);
}

std::vector<fault> faults_of(const std::filesystem::path& directory) {
  const auto set = read_set(directory);
  if (!set) return set.error();
  const auto known = cds_knowledge::read(set->files, set->overlay);
  return known ? std::vector<fault>{} : known.error();
}

void write_faults(writer& out, const std::vector<fault>& faults) {
  out.name("faults").begin_array();
  for (const fault& f : faults) {
    out.begin_object().member("file", f.file).member("line", f.line).member("column", f.column);
    out.member("message", f.message).end_object();
  }
  out.end_array();
}

int check(const knowledge_wish& wish) {
  const auto faults = faults_of(wish.other);
  const bool whole = is_whole(wish.other);
  std::string text;
  if (wish.json) {
    writer out(text);
    out.begin_object().member("kind", whole ? "set" : "overlay").member("ok", faults.empty());
    write_faults(out, faults);
    out.end_object();
    text += '\n';
  } else {
    for (const fault& f : faults) text += to_text(f) + '\n';
    if (faults.empty()) text = std::string("ok: a ") + (whole ? "whole set" : "sound overlay") + " without fault\n";
  }
  print(text);
  return faults.empty() ? 0 : 1;
}

std::string as_json(const std::vector<change>& changes) {
  std::string text;
  writer out(text);
  out.begin_object().name("changes").begin_array();
  for (const change& c : changes) {
    out.begin_object().member("file", c.file).member("path", c.path);
    out.member("before", c.before).member("after", c.after).end_object();
  }
  out.end_array().end_object();
  return text + '\n';
}

std::string as_text(const std::vector<change>& changes) {
  const auto shown = [](const std::string& value) { return value.empty() ? std::string("(none)") : value; };
  std::string text;
  for (const change& c : changes)
    text += c.file + ": " + c.path + "\n  before  " + shown(c.before) + "\n  after   " + shown(c.after) + '\n';
  return changes.empty() ? "no difference\n" : text;
}

int diff(const knowledge_wish& wish) {
  const auto set = read_set(wish.other);
  if (auto faults = faults_of(wish.other); !faults.empty()) return check(wish);
  const auto changes = cds_knowledge::compare({cds_knowledge::embedded(), {}}, *set);
  print(wish.json ? as_json(*changes) : as_text(*changes));
  return 0;
}

} // namespace

int knowledge(const knowledge_wish& wish) {
  if (wish.asked == knowledge_wish::what::check) return check(wish);
  if (wish.asked == knowledge_wish::what::diff) return diff(wish);
  const auto known = load_knowledge(wish.directory, wish.overlay);
  if (!known) {
    for (const auto& fault : known.error()) complain(fault);
    return 2;
  }
  if (wish.asked == knowledge_wish::what::list) {
    print(wish.json ? list_as_json(*known) : list_as_text(*known));
    return 0;
  }
  const auto id = cds::rule_named(wish.rule);
  if (!id) return complain("no rule `" + wish.rule + "`: `vesicle knowledge list` names them");
  print(wish.json ? sheet_as_json(*known, *id) : sheet_as_text(*known, *id));
  return 0;
}

} // namespace server
