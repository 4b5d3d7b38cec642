#include "server/console/knowledge_page.hpp"

#include <algorithm>
#include <utility>

#include "server/console/replies.hpp"
#include "server/console/rule_tables.hpp"

namespace server {
namespace {

using cds::knowledge;
using cds::rule_entry;

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 "
    "1rem;color:#1b1b1b;background:#fff}"
    "h2{margin-top:3rem;border-top:1px solid #bbb;padding-top:1rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ddd}"
    ".note{color:#555}a{color:#0b5394}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#16181b}.note{color:#aaa}a{color:#8ab4f8}"
    "th,td,h2{border-color:#444}}@media print{body{margin:0;max-width:none}}\n";
constexpr const char* policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
                               "form-action 'none'";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += c;
  }
  return out;
}

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">";
}

std::string spoken(std::string_view key) {
  std::string text(key);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string source_item(const cds::source& source) {
  const bool linked = source.url.starts_with("https://");
  const auto label =
      linked ? "<a rel=\"noreferrer\" href=\"" + escaped(source.url) + "\">" + escaped(source.label) + "</a>"
             : escaped(source.label);
  return "<li>" + label + " <span class=\"note\">(" + escaped(source.kind) + ")</span></li>\n";
}

std::string state_of(const rule_entry& rule) {
  if (rule.mode == cds::rule_mode::on) return {};
  return rule.mode == cds::rule_mode::off ? "<p><strong>Switched off here.</strong></p>\n"
                                          : "<p><strong>Evaluated here, but shown to nobody.</strong></p>\n";
}

std::string limits_of(const knowledge& known, const rule_entry& rule) {
  std::string rows;
  for (const auto& limit : known.listed_limits)
    if (uses(rule, limit))
      rows += "<tr>" + element("td", limit.name) + element("td", cds::to_text(limit.value) + " " + limit.unit) +
              element("td", limit.note) + "</tr>\n";
  if (rows.empty()) return {};
  return "<h3>Limits</h3>\n<table><tr><th>name</th><th>value</th><th>meaning</th></tr>\n" + rows + "</table>\n";
}

std::string section_of(const knowledge& known, const rule_entry& rule) {
  const auto name = std::string(cds::name_of(rule.id));
  auto text = "<h2 id=\"" + name + "\">" + escaped(rule.title) + "</h2>\n<p class=\"note\">" + name + ", version " +
              escaped(rule.version) + "</p>\n" + state_of(rule) + "<table>\n";
  for (const auto& one : rule.attributes)
    text += "<tr>" + element("th", spoken(one.key)) + element("td", one.text) + "</tr>\n";
  text += "</table>\n" + limits_of(known, rule);
  if (const auto lines = tables_of(known, rule); !lines.empty()) {
    text += "<h3>Tables</h3>\n<ul>\n";
    for (const auto& line : lines) text += element("li", line.text) + "\n";
    text += "</ul>\n";
  }
  text += "<h3>Sources</h3>\n<ul>\n";
  for (const auto& key : rule.sources) text += source_item(known.source_named(key));
  return text + "</ul>\n";
}

std::string about_html(const cds::product_description& about) {
  auto text = "<p>" + escaped(about.intended_use) + "</p>\n<p>For: " + escaped(about.users) +
              "</p>\n<p>Patients: " + escaped(about.population) + "</p>\n<ul>\n";
  for (const auto& one : about.out_of_scope) text += element("li", "Out of scope: " + one) + "\n";
  for (const auto& one : about.limits) text += element("li", one) + "\n";
  return text + "</ul>\n";
}

/// One worker's: the page of an edition is written once.
class pages final : public answerer {
 public:
  pages(std::unique_ptr<answerer> inner, std::function<publication::edition()> serves)
      : inner_(std::move(inner)), serves_(std::move(serves)) {}

  void answer(const hooks::call& asked, done whole) override {
    const auto path = asked.target.substr(0, asked.target.find('?'));
    const bool reads = asked.method == "GET" || asked.method == "HEAD";
    if (reads && path == "/knowledge")
      whole(page(asked));
    else if (reads && path == "/knowledge/style.css")
      whole(shown("text/css; charset=utf-8", std::string(style)));
    else
      inner_->answer(asked, std::move(whole));
  }
  hooks::reply refuse(const refusal& why, std::string_view origin) override { return inner_->refuse(why, origin); }
  void close() override { inner_->close(); }

 private:
  static hooks::reply shown(std::string type, std::string body) {
    hooks::reply made{.status = 200,
                      .content_type = std::move(type),
                      .headers = {{"Cache-Control", "no-cache"}, {"Content-Security-Policy", policy}},
                      .body = std::move(body)};
    add_protection(made);
    return made;
  }

  hooks::reply page(const hooks::call& asked) {
    if (auto now = serves_()->known; now != known_) {
      html_ = knowledge_html(*now);
      known_ = std::move(now);
    }
    const auto tag = "\"" + known_->hash + "\"";
    auto made = shown("text/html; charset=utf-8", html_);
    made.headers.emplace_back("ETag", tag);
    if (asked.others != nullptr && asked.others->named("If-None-Match") == tag) {
      made.status = 304;
      made.content_type.clear();
      made.body.clear();
    }
    return made;
  }

  std::unique_ptr<answerer> inner_;
  std::function<publication::edition()> serves_;
  std::shared_ptr<const knowledge> known_;
  std::string html_;
};

} // namespace

std::string knowledge_html(const knowledge& known) {
  std::string text =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>What the rules say</title>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<link rel=\"stylesheet\" href=\"/knowledge/style.css\"></head><body>\n<h1>What the rules say</h1>\n"
      "<p><strong>Not signed off by a clinician.</strong> Knowledge " +
      escaped(known.version) + ", content " + escaped(known.hash) + ".</p>\n" + about_html(known.about) + "<nav><ul>\n";
  for (const auto& rule : known.rules) {
    const auto name = std::string(cds::name_of(rule.id));
    text += "<li><a href=\"#" + name + "\">" + escaped(rule.title) + "</a></li>\n";
  }
  text += "</ul></nav>\n<main>\n";
  for (const auto& rule : known.rules) text += section_of(known, rule);
  return text + "</main>\n</body></html>\n";
}

make_answerer with_knowledge_page(make_answerer inner, std::function<publication::edition()> serves) {
  return [inner = std::move(inner), serves = std::move(serves)](boost::asio::io_context& context) {
    return std::make_unique<pages>(inner(context), serves);
  };
}

} // namespace server
