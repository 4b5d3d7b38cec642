// Sigs that are understood, with all that is read from them; for the tables and the properties of the tests.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sample {

/// `1000 mg, in 2, 3 a day, 7 days, oral`: what was read, in one line (`in 2` tablets); or `no: ` and the reason.
std::string told_sig(std::string_view text);

struct sig_case {
  std::string_view text, want;
};
/// Every sig of the tables that is understood.
std::span<const sig_case> understood_sigs();

} // namespace sample
