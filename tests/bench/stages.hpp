// One request taken apart, so that each stage of its answer can be measured by itself.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace bench {

/// A request's body and the clock it is answered by.
struct subject {
  std::string body;
  std::chrono::sys_seconds now;
};

/// `small`, `typical` and `large`: the bodies of tests/bench/run; else the request of a vignette as it is written.
subject subject_named(const std::string& name);
/// The typical body with so much more history that it is as long.
subject subject_of_length(std::size_t bytes);

/// Does a stage once, on what it was prepared with.
using work = std::function<void()>;

struct stage {
  std::string_view name;
  work (*prepare)(const subject& told);
};
/// From the body's bytes to the text of the answer, and `answer`, which is all of it.
std::span<const stage> stages();

} // namespace bench
