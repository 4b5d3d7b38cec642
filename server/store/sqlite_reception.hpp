// How cards were received, from the store in a data directory.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/store/report_reading.hpp"

namespace server::sqlite {

tl::expected<reception, std::string> count_reception(const report_place& at, const reception_filter& wanted);
tl::expected<std::vector<comment_row>, std::string>
read_comments(const report_place& at, const reception_filter& wanted, const comment_page& page);

} // namespace server::sqlite
