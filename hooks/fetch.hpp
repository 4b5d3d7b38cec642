// Reading from the client's FHIR server what was not prefetched: which queries, and what their answers are worth.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cds/terminology.hpp"
#include "fhir/facts.hpp"
#include "hooks/client.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/request.hpp"

namespace hooks {

/// One GET. `url` is absolute, under the base, and holds nothing but visible ASCII.
struct fetch_item {
  fhir::data_kind what = fhir::data_kind::patient;
  std::string url;
};

/// What came of one: status 0 when there was no whole answer in time.
struct fetched {
  int status = 0;
  std::string content_type;
  std::string body;
};

/// True when this client may send us to the request's `fhirServer`: it is registered for it and brought a token, or may
/// name any, as a sandbox's client does, where the token may be missing.
bool may_fetch(const request& read, const client& by);

/// The data of one request as it comes in: the prefetch, then page by page what the FHIR server gives.
class gathering {
 public:
  static constexpr std::size_t most_pages = 10;                    // of one key, the first included
  static constexpr std::size_t most_entries = 1000;                // of one key, over all its pages
  static constexpr std::size_t most_bytes = std::size_t{16} << 20; // of all that is fetched for one request

  /// `read` is what the data belongs to; `terms` gives the codes of the queries. Both must outlive the gathering.
  gathering(const request& read, const prefetch_keys& keys, const cds::terminology& terms);

  /// What to fetch next; empty when nothing more can be had.
  std::vector<fetch_item> wanted() const;
  /// The answers to the last `wanted`, in its order.
  void take(std::vector<fetched> answers);
  /// Views that live as long as the gathering.
  const prefetched& data() const { return data_; }

 private:
  struct page {
    std::string text;
    fhir::json::document document;
  };
  struct key_state {
    std::string next;              // the url wanted; empty: nothing
    std::vector<std::string> seen; // urls asked for, against loops
    std::size_t entries = 0;
  };

  void plan(fhir::data_kind what, const cds::terminology& terms);
  void follow(fhir::data_kind what, const fhir::json::value& bundle);
  bool add_page(fhir::data_kind what, fetched&& answer);
  void fail(fhir::data_kind what);

  const request& read_;
  prefetched data_;
  std::array<key_state, fhir::data_kind_count> keys_;
  std::vector<std::unique_ptr<page>> pages_; // the documents behind `data_`
  std::size_t bytes_ = 0;
};

/// The address of a result's next page, absolute; empty when it does not lie under `base`.
std::string next_page_url(std::string_view link, std::string_view base);

} // namespace hooks
