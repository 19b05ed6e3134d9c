// From bytes to JSON, strictly: a text that two readers could read differently (a member named twice, invalid
// UTF-8, a lone surrogate) is refused, for a report must say what the result says to everybody.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "reports/result/defect.hpp"

namespace cast::report {

// Parses `bytes` into `document`; what is returned is empty if that went well.
Defects parseStrictly(std::string_view bytes, nlohmann::json& document);

}  // namespace cast::report
