#include "tests/server/replay/hospital.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <zlib.h>

#include "tests/server/replay/bulk.hpp"

namespace hospital {
namespace {

using std::chrono::days;

/// How often each history is met among 21 patients on antivirals.
constexpr history wheel[] = {history::unremarkable,  history::failing,      history::unremarkable,
                             history::under_dosed,   history::resistant,    history::unremarkable,
                             history::recurrent,     history::renal,        history::topical,
                             history::unremarkable,  history::failing,      history::unsited,
                             history::unremarkable,  history::foscarnet,    history::resistant_next_day,
                             history::zoster,        history::renal,        history::under_dosed,
                             history::renal_unknown, history::unremarkable, history::foscarnet_course};

moment start_of(const wish& asked) { return std::chrono::sys_days(std::chrono::year(asked.year) / 1 / 1); }

/// One file, plain or compressed.
class output {
 public:
  output(const std::filesystem::path& path, bool gzip) : file_(gzopen(path.c_str(), gzip ? "wb1" : "wbT")) {
    if (file_ == nullptr) throw std::runtime_error("cannot write " + path.string());
    gzbuffer(file_, 1U << 18U);
  }
  output(const output&) = delete;
  output& operator=(const output&) = delete;
  ~output() { close(); }

  void write(std::string_view line) {
    if (gzfwrite(line.data(), 1, line.size(), file_) != line.size() || gzputc(file_, '\n') < 0)
      throw std::runtime_error("writing failed");
  }
  void close() {
    if (file_ != nullptr && gzclose(std::exchange(file_, nullptr)) != Z_OK) throw std::runtime_error("writing failed");
  }

 private:
  gzFile file_;
};

std::unique_ptr<output> opened(const wish& asked, const std::filesystem::path& directory, std::size_t type,
                               std::size_t number) {
  return std::make_unique<output>(
      directory / fmt::format("{}.{:03}.ndjson{}", types[type], number, asked.gzip ? ".gz" : ""), asked.gzip);
}

void write_sorted(const wish& asked, const std::filesystem::path& directory) {
  for (std::size_t number = 0; number < asked.files; ++number) {
    std::vector<std::unique_ptr<output>> files;
    for (std::size_t i = 0; i < std::size(types); ++i) files.push_back(opened(asked, directory, i, number));
    for (auto index = number * asked.patients / asked.files; index < (number + 1) * asked.patients / asked.files;
         ++index) {
      auto told = patient_of(asked, index);
      for (const auto& line : told.chart.lines()) files[static_cast<std::size_t>(line.type)]->write(line.json);
    }
    for (auto& file : files) file->close();
  }
}

/// Lines of a type in no order: patients in another sequence for each type, and every line waits a while for its turn.
void write_shuffled(const wish& asked, const std::filesystem::path& directory, type of) {
  constexpr std::size_t most_waiting = 4096;
  dice luck(asked.seed * 31 + static_cast<std::uint64_t>(of));
  std::vector<std::unique_ptr<output>> files;
  for (std::size_t number = 0; number < asked.files; ++number)
    files.push_back(opened(asked, directory, static_cast<std::size_t>(of), number));
  auto stride = asked.patients / 2 + 1 + luck.below(asked.patients);
  while (std::gcd(stride, asked.patients) != 1) ++stride;
  std::vector<std::string> waiting;
  const auto write_any = [&] {
    auto& chosen = waiting[luck.below(waiting.size())];
    files[luck.below(files.size())]->write(chosen);
    chosen = std::move(waiting.back());
    waiting.pop_back();
  };
  for (std::size_t i = 0; i < asked.patients; ++i) {
    auto told = patient_of(asked, i * stride % asked.patients);
    for (auto& line : told.chart.lines())
      if (line.type == of) waiting.push_back(std::move(line.json));
    while (waiting.size() > most_waiting) write_any();
  }
  while (!waiting.empty()) write_any();
  for (auto& file : files) file->close();
}

} // namespace

told_patient patient_of(const wish& asked, std::size_t index) {
  dice luck(asked.seed * 1000003 + index);
  const auto name = fmt::format("patient-{:09}", index);
  const auto start = start_of(asked);
  if (index % asked.treated_each != 0) {
    told_patient other{.chart = written_chart(name, luck.one_in(2), asked.year - luck.between(1, 90)), .orders = {}};
    add_bulk(other.chart, asked.bulk, start, luck);
    return other;
  }
  const auto told = wheel[index / asked.treated_each % std::size(wheel)];
  // In working hours, far enough from both ends of the year for what came before and after.
  const auto at = start + days(luck.between(20, 330)) + std::chrono::minutes(luck.between(14 * 60, 21 * 60));
  auto made = tell(told, name, at, fmt::format("doctor-{:03}", luck.below(asked.prescribers)), luck);
  add_bulk(made.chart, asked.bulk, start, luck);
  return made;
}

truth truth_of(const wish& asked) {
  truth all;
  all.patients = asked.patients;
  for (std::size_t index = 0; index < asked.patients; index += asked.treated_each) {
    auto told = patient_of(asked, index);
    ++all.patients_with_orders;
    ++all.histories[std::string(name_of(wheel[index / asked.treated_each % std::size(wheel)]))];
    for (auto& order : told.orders) {
      ++all.orders;
      for (const auto& card : order.cards) ++all.cards[card.rule][card.indicator];
      all.each.push_back(std::move(order));
    }
  }
  return all;
}

void write(const wish& asked, const std::filesystem::path& directory) {
  if (!asked.shuffled) return write_sorted(asked, directory);
  for (std::size_t i = 0; i < std::size(types); ++i) write_shuffled(asked, directory, static_cast<type>(i));
}

} // namespace hospital
