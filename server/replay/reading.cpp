#include "server/replay/reading.hpp"

#include <atomic>

#include "server/replay/in_parallel.hpp"
#include "server/replay/stored_lines.hpp"

namespace server {
namespace {

constexpr std::uint64_t lines_between_reports = 256;
constexpr std::size_t most_quoted = 5;

struct part_reading {
  std::uint64_t lines = 0;
  std::uint64_t resources = 0;
  std::uint64_t skipped = 0;
  std::vector<broken_line> broken; // lines counted from the part's first
  std::string fault;
};

class part_reader {
 public:
  part_reader(const export_file& file, const stretch& part, std::uint64_t most_broken,
              std::atomic<std::uint64_t>& broken, progress& told)
      : file_(file), lines_(file, part), most_broken_(most_broken), broken_(broken), told_(told) {}

  part_reading read(const line_visitor& visit) {
    part_reading made;
    std::string_view line;
    while (broken_.load(std::memory_order_relaxed) <= most_broken_ && lines_.next(line)) {
      if (lines_.number() % lines_between_reports == 0) told_.add(lines_.bytes_taken());
      see(line, visit, made);
    }
    told_.add(lines_.bytes_taken());
    made.lines = lines_.number();
    made.fault = lines_.fault();
    return made;
  }

 private:
  void see(std::string_view line, const line_visitor& visit, part_reading& made) {
    if (line.empty() && !lines_.too_long()) return;
    const auto worth = lines_.too_long() ? line_worth::broken("is longer than 16 MiB") : visit(line);
    switch (worth.is) {
    case line_worth::what::resource:
      ++made.resources;
      break;
    case line_worth::what::skipped:
      ++made.skipped;
      break;
    case line_worth::what::broken:
      ++broken_;
      made.broken.push_back({file_.name, lines_.number(), std::string(worth.why)});
      break;
    }
  }

  const export_file& file_;
  stored_lines lines_;
  std::uint64_t most_broken_;
  std::atomic<std::uint64_t>& broken_;
  progress& told_;
};

std::string too_many(std::uint64_t most, const std::vector<broken_line>& broken) {
  std::string text = "more than " + std::to_string(most) + " lines are broken";
  for (std::size_t i = 0; i < std::min(broken.size(), most_quoted); ++i)
    text += "\n  " + broken[i].file + ":" + std::to_string(broken[i].line) + " " + broken[i].why;
  return text;
}

} // namespace

tl::expected<export_reading, std::string>
read_export(const std::vector<export_file>& files, const reading_wish& wish, progress& told,
            const std::function<line_visitor(const export_file&)>& visitor_for) {
  const auto parts = stretches_of(files, wish.part_bytes);
  std::vector<part_reading> readings(parts.size());
  std::atomic<std::uint64_t> broken = 0;
  in_parallel(parts.size(), wish.threads, [&](std::size_t i) {
    const auto& file = files[parts[i].file];
    readings[i] = part_reader(file, parts[i], wish.most_broken, broken, told).read(visitor_for(file));
  });

  export_reading whole;
  for (const auto& file : files)
    whole.files.push_back({.name = file.name, .type = std::string(name_of(file.type)), .bytes = file.bytes});
  std::uint64_t lines_before = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto& file = whole.files[parts[i].file];
    auto& part = readings[i];
    if (i == 0 || parts[i].file != parts[i - 1].file) lines_before = 0;
    if (!part.fault.empty()) return tl::unexpected("`" + file.name + "` cannot be read: " + part.fault);
    file.resources += part.resources;
    file.skipped += part.skipped;
    file.broken += part.broken.size();
    for (auto& one : part.broken) {
      one.line += lines_before;
      whole.broken.push_back(std::move(one));
    }
    lines_before += part.lines;
  }
  if (broken > wish.most_broken) return tl::unexpected(too_many(wish.most_broken, whole.broken));
  return whole;
}

} // namespace server
