// Shares of small numbers, with how little they may mean.
#pragma once

#include <cstdint>

namespace server {

struct interval {
  double lower = 0;
  double upper = 1;
};

/// Wilson's score interval at 95 % for `of` among `among`; the whole range without any.
interval wilson(std::uint64_t of, std::uint64_t among);

/// `of` for each hundred of `among`; 0 without any.
double per_hundred(std::uint64_t of, std::uint64_t among);

} // namespace server
