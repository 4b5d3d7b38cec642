// Metric families as they are collected: a name, a help text, and a value for each set of labels.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prometheus {
struct MetricFamily;
}

namespace server {

template<class number> double as_value(number count) { return static_cast<double>(count); }

enum class metric_kind : unsigned char { counter, gauge, histogram };

/// Of a histogram: how many were at most as long as each bound, in ascending order of the bounds.
struct bucket {
  double bound = 0;
  std::uint64_t at_most = 0;
};

/// Values of one family. Labels come from closed sets; nothing of a patient or of a request is one.
class family {
 public:
  using labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  family& with(labels named, double value);
  family& with(labels named, std::span<const bucket> buckets, std::uint64_t count, double sum);

 private:
  friend class family_list;
  family(std::vector<prometheus::MetricFamily>& all, std::size_t at) : all_(&all), at_(at) {}

  std::vector<prometheus::MetricFamily>* all_;
  std::size_t at_;
};

class family_list {
 public:
  family_list();
  ~family_list();
  family_list(const family_list&) = delete;
  family_list& operator=(const family_list&) = delete;

  /// `name` without the prefix `vesicle_`, or one of `process_...`.
  family add(metric_kind kind, std::string_view name, std::string_view help);
  /// The text that Prometheus reads.
  std::string text() const;

 private:
  std::vector<prometheus::MetricFamily> all_;
};

} // namespace server
