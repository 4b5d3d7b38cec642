#include "server/replay/run_directory.hpp"

#include <system_error>

#include "server/replay/whole_file.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

constexpr const char* identity_name = "run";

} // namespace

std::filesystem::path run_directory::result_of(std::size_t part) const {
  return directory_ / ("orders-" + std::to_string(part));
}

tl::expected<void, std::string> run_directory::begin(const std::string& identity, bool resume) {
  const auto text = identity + std::to_string(parts()) + " parts\n";
  const auto before = resume ? read_text_file(directory_ / identity_name) : tl::unexpected(std::string{});
  if (before && before->text != text)
    return tl::unexpected("`" + directory_.string() +
                          "` is of another run: its input, knowledge or options were others; without --resume it is "
                          "thrown away");
  if (!before) remove();
  std::error_code fault;
  std::filesystem::create_directories(directory_, fault);
  if (fault) return tl::unexpected("`" + directory_.string() + "` cannot be made: " + fault.message());
  std::filesystem::permissions(directory_, std::filesystem::perms::owner_all, fault);
  if (!before) {
    whole_file file(directory_ / identity_name);
    file.write(text);
    file.keep();
  }
  for (std::size_t i = 0; i < parts(); ++i) {
    std::filesystem::remove(directory_ / ("lines-" + std::to_string(i)), fault); // of a run that was killed
    finished_[i] = std::filesystem::exists(result_of(i), fault);
  }
  return {};
}

void run_directory::remove() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

} // namespace server
