// Runs over exports that a test writes, in a directory of the test's own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/replay/replayed_order.hpp"
#include "server/replay/run.hpp"

namespace replaying {

/// A directory that goes with the object.
class place {
 public:
  place();
  ~place();
  place(const place&) = delete;
  place& operator=(const place&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  /// Makes directories on the way.
  void write(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

/// The knowledge that is compiled in.
const cds::knowledge& known();

std::string text_of(const std::filesystem::path& file);

/// Runs over `input` into `out`; beside it the run's own directory.
tl::expected<server::run_summary, std::string> run(const std::filesystem::path& input, const std::filesystem::path& out,
                                                   server::run_wish wish = {});

struct replayed {
  server::run_summary summary;
  std::vector<server::replayed_order> orders;
};
/// What the file of a shard holds; fails the test when it cannot be read.
replayed read(const std::filesystem::path& file);

} // namespace replaying
