#include <algorithm>
#include <charconv>
#include <chrono>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

constexpr std::array<std::string_view, 4> tables = {"regimens.toml", "renal.toml", "intravenous.toml",
                                                    "foscarnet.toml"};

bool is_date(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00";
  if (text.size() != shape.size() || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = -1;
    const char* end = text.data() + at + length;
    const auto read = std::from_chars(text.data() + at, end, value);
    return read.ptr == end ? value : -1;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

bool is_known_use(std::string_view use) {
  return std::find(tables.begin(), tables.end(), use) != tables.end() || is_limit_or_group(use);
}

std::string read_origin(section& rule, std::string_view key) {
  std::string text = rule.text(key);
  const bool dated = key == "released" || key == "revised";
  if (dated && !text.empty() && !is_date(text))
    rule.fault(key, '`' + std::string(key) + "` must be a date such as `2026-01-31`");
  return text;
}

std::string read_patient_data(section& rule, std::string_view key) {
  constexpr std::string_view used = "used: ";
  std::string text = rule.text(key);
  const bool says_how = text.starts_with(used) && text.size() > used.size();
  if (!text.empty() && text != "not used" && !says_how)
    rule.fault(key, '`' + std::string(key) + "` must be `not used` or begin with `used: ` and say how");
  return text;
}

void read_attributes_of(section& rule, cds::rule_entry& entry) {
  for (const std::string_view key : cds::rule_origin_keys)
    entry.attributes.push_back({std::string(key), read_origin(rule, key)});
  const std::string &released = entry.attributes[4].text, &revised = entry.attributes[5].text;
  if (is_date(released) && is_date(revised) && revised < released)
    rule.fault("revised", "`revised` must not be before `released`");
  for (const std::string_view key : cds::patient_data_keys)
    entry.attributes.push_back({std::string(key), read_patient_data(rule, key)});
  const bool may_use_none = entry.id == cds::rule_id::not_checked;
  for (const placed_text& use : may_use_none ? rule.texts_or_none("uses") : rule.texts("uses")) {
    if (!is_known_use(use.value))
      rule.fault(use.at, "unknown limit or table `" + use.value + "`, thresholds.toml lists the limits");
    entry.uses.push_back(use.value);
  }
  rule.done();
}

} // namespace

void read_attributes(section root, std::vector<cds::rule_entry>& rules) {
  for (const placed_text& name : root.keys())
    if (!cds::rule_named(name.value)) root.fault(name.at, "unknown rule `" + name.value + "`");
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto id = static_cast<cds::rule_id>(i);
    const auto entry = std::find_if(rules.begin(), rules.end(), [&](const cds::rule_entry& e) { return e.id == id; });
    if (!root.has(name_of(id))) {
      root.fault(root.at(), "missing rule `" + std::string(name_of(id)) + "`");
      continue;
    }
    cds::rule_entry unlisted; // the rule itself is missing, which is told where rules are read
    unlisted.id = id;
    if (auto table = root.table(name_of(id))) read_attributes_of(*table, entry == rules.end() ? unlisted : *entry);
  }
}

cds::product_description read_about(section root) {
  const auto list = [&](std::string_view key) {
    std::vector<std::string> all;
    for (placed_text& t : root.texts(key)) all.push_back(std::move(t.value));
    return all;
  };
  cds::product_description about{root.text("intended_use"), root.text("users"), root.text("population"),
                                 list("out_of_scope"), list("limits")};
  root.done();
  return about;
}

} // namespace cds_knowledge
