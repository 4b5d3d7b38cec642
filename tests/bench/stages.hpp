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

/// `small`, `typical` and `large`: the bodies of tests/bench/run. `50000`: a body with so much history that it is about
/// as long. `v11`: the request of a vignette as it is written; `v11/20`: the same with so many draft orders.
subject subject_named(const std::string& name);

/// Does a stage once, on what it was prepared with.
using work = std::function<void()>;

struct stage {
  std::string_view name;
  work (*prepare)(const subject& told);
};
/// From the body's bytes to the text of the answer, and `answer`, which is all of it.
std::span<const stage> stages();
/// Finds one of so many registered clients by its issuer, as each call with a token does.
work find_client(std::size_t registered);

} // namespace bench
