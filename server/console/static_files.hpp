// The console's pages as they are embedded: what is under server/console/static, and the libraries they use.
#pragma once

#include <span>
#include <string_view>

namespace server {

/// One file that a browser may ask for. Everything in it lives as long as the program.
struct static_file {
  std::string_view path; // `app.js`, `lib/chart.js`; the start page is `index.html`
  std::string_view media_type;
  std::string_view etag; // quoted; of `bytes`
  std::string_view bytes;
  std::string_view gzip; // the same, compressed
};

/// All of them, sorted by path.
std::span<const static_file> static_files();
/// Null when there is none of this path.
const static_file* static_file_named(std::string_view path);

} // namespace server
