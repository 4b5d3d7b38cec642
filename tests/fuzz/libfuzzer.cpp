// The entry of libFuzzer; VESICLE_FUZZ_TARGET is the function of targets.hpp that this program feeds.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::VESICLE_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
