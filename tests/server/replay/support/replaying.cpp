#include "tests/server/replay/support/replaying.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>

#include "server/operation/load_knowledge.hpp"
#include "server/replay/shard_file.hpp"

namespace replaying {

place::place() {
  auto name = (std::filesystem::temp_directory_path() / "vesicle-replay-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for the test");
  path_ = name;
}

place::~place() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void place::write(std::string_view name, std::string_view text) const {
  std::filesystem::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << text;
}

const cds::knowledge& known() {
  static const auto loaded = server::load_knowledge({}).value();
  return loaded;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

tl::expected<server::run_summary, std::string> run(const std::filesystem::path& input, const std::filesystem::path& out,
                                                   server::run_wish wish) {
  wish.input = input;
  wish.out = out;
  wish.work = out;
  wish.work += ".work";
  server::progress quiet(true);
  return server::run_replay(wish, known(), nullptr, quiet);
}

replayed read(const std::filesystem::path& file) {
  replayed all;
  const auto summarised = [&](const server::run_summary& summary) { all.summary = summary; };
  const auto seen = server::see_merged(
      {file}, summarised, [&](const server::replayed_order& order, std::string_view) { all.orders.push_back(order); });
  EXPECT_TRUE(seen) << (seen ? "" : seen.error());
  return all;
}

} // namespace replaying
