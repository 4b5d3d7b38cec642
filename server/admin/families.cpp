#include "server/admin/families.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>

namespace server {
namespace {

prometheus::MetricType type_of(metric_kind kind) {
  switch (kind) {
  case metric_kind::counter:
    return prometheus::MetricType::Counter;
  case metric_kind::gauge:
    return prometheus::MetricType::Gauge;
  case metric_kind::histogram:
    break;
  }
  return prometheus::MetricType::Histogram;
}

prometheus::ClientMetric named(family::labels labels) {
  prometheus::ClientMetric one;
  for (const auto& [name, value] : labels) one.label.push_back({std::string(name), std::string(value)});
  return one;
}

} // namespace

family& family::with(labels named_by, double value) {
  auto one = named(named_by);
  auto& into = (*all_)[at_];
  if (into.type == prometheus::MetricType::Counter)
    one.counter.value = value;
  else
    one.gauge.value = value;
  into.metric.push_back(std::move(one));
  return *this;
}

family& family::with(labels named_by, std::span<const bucket> buckets, std::uint64_t count, double sum) {
  auto one = named(named_by);
  one.histogram.sample_count = count;
  one.histogram.sample_sum = sum;
  for (const auto& [bound, at_most] : buckets) one.histogram.bucket.push_back({at_most, bound});
  one.histogram.bucket.push_back({count, std::numeric_limits<double>::infinity()});
  (*all_)[at_].metric.push_back(std::move(one));
  return *this;
}

family_list::family_list() = default;
family_list::~family_list() = default;

family family_list::add(metric_kind kind, std::string_view name, std::string_view help) {
  const auto whole = name.starts_with("process_") ? std::string(name) : "vesicle_" + std::string(name);
  all_.push_back({whole, std::string(help), type_of(kind), {}});
  return {all_, all_.size() - 1};
}

std::string family_list::text() const { return prometheus::TextSerializer().Serialize(all_); }

} // namespace server
