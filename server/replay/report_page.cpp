#include <fmt/format.h>

#include "server/replay/page_sections.hpp"
#include "server/replay/page_style.hpp"
#include "server/replay/report_files.hpp"
#include "server/replay/report_text.hpp"

namespace server {
namespace {

std::string edition_text(const edition& of) { return in_html(of.version) + " (" + in_html(of.hash) + ")"; }

std::string subtitle(const figures& counted) {
  auto text = fmt::format("{} antiviral orders of {} patients", grouped(counted.all.orders), grouped(counted.patients));
  if (!counted.months.empty())
    text += fmt::format(", {} to {}", to_text(counted.months.begin()->first), to_text(counted.months.rbegin()->first));
  if (!counted.run) return text;
  text += "; knowledge " + edition_text(counted.run->knowledge);
  if (counted.run->compared) text += ", compared with " + edition_text(*counted.run->compared);
  return text;
}

constexpr std::string_view disclaimer = "A replay of records by rules that no clinician has signed off. It counts what "
                                        "would have been said; it does not prove that it would have helped.";

} // namespace

std::string section(std::string_view id, std::string_view title, std::string_view html) {
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", id, title, html);
}

std::string scrolling(std::string_view label, std::string_view html) {
  return fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">{}</div>\n", label, html);
}

std::string report_page(const figures& counted, const report_options& options) {
  auto page = fmt::format("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
                          "<meta name=\"referrer\" content=\"no-referrer\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                          "<title>What Vesicle would have said</title>\n<style>{}</style></head>\n<body>\n",
                          page_policy(), page_style());
  page += fmt::format("<header><h1>What Vesicle would have said</h1>\n<p class=\"quiet\">{}</p></header>\n<main>\n",
                      subtitle(counted));
  page += answers_section(counted, options);
  page += fmt::format("<p class=\"quiet\">{}</p>\n", disclaimer);
  page += compared_section(counted, options);
  page += rules_section(counted, options);
  page += happened_section(counted, options);
  page += months_section(counted);
  page += not_evaluated_section(counted, options);
  page += burden_section(counted, options);
  page += groups_section(counted, options);
  page += agents_section(counted);
  page += review_section(counted, options);
  page += input_section(counted);
  return page + "</main></body></html>\n";
}

} // namespace server
