#include "hooks/fetch.hpp"

#include <algorithm>
#include <utility>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <boost/url/url_view.hpp>

#include "hooks/media_type.hpp"

namespace hooks {
namespace {

using fhir::data_kind;
using fhir::supplied;
using fhir::json::kind;
using fhir::json::value;

constexpr std::size_t index_of(data_kind k) { return static_cast<std::size_t>(k); }
constexpr std::string_view patient_token = "{{context.patientId}}";

std::string query_for(data_kind what, const request& read, const cds::terminology& terms) {
  auto query = template_of(what, terms);
  query.replace(query.find(patient_token), patient_token.size(), read.patient_id); // a FHIR id needs no escapes
  return std::string(read.fhir_server) + "/" + query;
}

bool is_visible_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool has_dot_segment(boost::urls::url_view url) {
  return std::ranges::any_of(url.segments(), [](const auto& one) { return one == "." || one == ".."; });
}

/// A Bundle whose entries can be walked; everything else in a fetched answer is no answer.
bool is_whole_bundle(const value& bundle) {
  auto entries = bundle["entry"];
  if (!entries.exists() || entries.is_null()) return true;
  if (!entries.is(kind::array)) return false;
  return std::all_of(entries.begin(), entries.end(), [](const value& entry) {
    auto resource = entry["resource"];
    return entry.is(kind::object) && (!resource.exists() || resource.is(kind::object));
  });
}

} // namespace

bool may_fetch(const request& read, const client& by) {
  if (read.fhir_server.empty() || read.patient_id.empty()) return false;
  if (by.has_fhir_server(read.fhir_server)) return !read.access_token.empty();
  return by.any_https_fhir_server && read.fhir_server.starts_with("https://");
}

std::string next_page_url(std::string_view link, std::string_view base) {
  if (link.empty() || !is_visible_ascii(link) || link.find('#') != std::string_view::npos) return {};
  const bool relative = link.find("://") == std::string_view::npos;
  auto text = relative ? std::string(base).append("/").append(link) : std::string(link);
  auto page = boost::urls::parse_absolute_uri(text);
  auto home = boost::urls::parse_absolute_uri(boost::urls::string_view(base.data(), base.size()));
  if (!page || !home || page->has_userinfo() || has_dot_segment(*page)) return {};
  const bool same_origin =
      page->scheme() == home->scheme() && page->host() == home->host() && page->port() == home->port();
  std::string_view path{page->encoded_path().data(), page->encoded_path().size()};
  std::string_view top{home->encoded_path().data(), home->encoded_path().size()};
  if (!same_origin || !path.starts_with(top)) return {};
  path.remove_prefix(top.size());
  return path.empty() || path.front() == '/' ? text : std::string{};
}

gathering::gathering(const request& read, const prefetch_keys& keys, const cds::terminology& terms)
    : read_(read), data_(read.data) {
  for (std::size_t i = 0; i < data_.size(); ++i)
    if (const auto what = static_cast<data_kind>(i); keys.uses(what)) plan(what, terms);
}

void gathering::plan(data_kind what, const cds::terminology& terms) {
  const auto& sent = data_[index_of(what)];
  if (sent.what == supplied::state::present && what != data_kind::patient) {
    keys_[index_of(what)].entries = sent.resource["entry"].size();
    follow(what, sent.resource);
  } else if (sent.what == supplied::state::absent || sent.what == supplied::state::failed) {
    keys_[index_of(what)].next = query_for(what, read_, terms);
  }
}

/// Wants the page after `bundle`, when there is one that may be asked for.
void gathering::follow(data_kind what, const value& bundle) {
  auto& key = keys_[index_of(what)];
  const auto link = next_page_of(bundle);
  if (link.empty()) return;
  auto url = next_page_url(link, read_.fhir_server);
  const auto pages = 1 + data_[index_of(what)].further.size();
  const bool again = std::ranges::find(key.seen, url) != key.seen.end();
  if (!url.empty() && !again && pages < most_pages && key.entries < most_entries) key.next = std::move(url);
}

std::vector<fetch_item> gathering::wanted() const {
  std::vector<fetch_item> items;
  for (std::size_t i = 0; i < keys_.size(); ++i)
    if (!keys_[i].next.empty()) items.push_back({static_cast<data_kind>(i), keys_[i].next});
  return items;
}

void gathering::take(std::vector<fetched> answers) {
  std::size_t at = 0;
  for (const auto& item : wanted()) {
    auto& key = keys_[index_of(item.what)];
    key.seen.push_back(std::exchange(key.next, {}));
    const bool came = at < answers.size() && add_page(item.what, std::move(answers[at]));
    ++at;
    if (!came) fail(item.what);
  }
}

bool gathering::add_page(data_kind what, fetched&& answer) {
  if (answer.status != 200 || !is_json(answer.content_type)) return false;
  bytes_ += answer.body.size();
  if (bytes_ > most_bytes) return false;
  auto added = std::make_unique<page>();
  added->text = std::move(answer.body);
  const auto root = added->document.read(added->text);
  if (!root || !root->is(kind::object)) return false;
  const auto type = (*root)["resourceType"].string();
  auto& key = data_[index_of(what)];
  if (what == data_kind::patient) {
    if (type != "Patient" || (*root)["id"].string() != read_.patient_id) return false;
    key = {supplied::state::present, *root, {}};
  } else {
    if (type != "Bundle" || !is_whole_bundle(*root)) return false;
    if (key.what != supplied::state::present && only_counts(*root)) return false;
    keys_[index_of(what)].entries += (*root)["entry"].size();
    if (keys_[index_of(what)].entries > most_entries) return false;
    if (key.what == supplied::state::present)
      key.further.push_back(*root);
    else
      key = {supplied::state::present, *root, {}};
    follow(what, *root);
  }
  pages_.push_back(std::move(added));
  return true;
}

void gathering::fail(data_kind what) { data_[index_of(what)] = {supplied::state::failed, {}, {}}; }

} // namespace hooks
