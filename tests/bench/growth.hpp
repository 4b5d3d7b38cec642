// A realistic request with more and more history, to see how the work grows with the body.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bench {

/// `request` with every prefetched set repeated until the text has at least `bytes`: each copy with ids of its own and
/// its dates moved back by up to a year, in steps of a week. The Patient, the draft orders and what references name
/// stay as they are. The text alone when it is long enough already.
std::string with_history(std::string_view request, std::size_t bytes);
/// `request` with every prefetched set empty.
std::string without_history(std::string_view request);
/// `request` with its draft orders repeated, `count` times in all, each copy with an id of its own.
std::string with_drafts(std::string_view request, int count);

} // namespace bench
