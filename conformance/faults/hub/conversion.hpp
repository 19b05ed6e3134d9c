#pragma once
#include <optional>
#include <string>
#include <vector>

namespace cast::conformance::faults {

/// The payload in the first of the preferred formats that there is a way to: the one it has, or text from
/// legacy data in ASCII or UTF-8. nullopt: as it was published.
std::optional<std::string> inPreferredFormat(const std::string& payload,
                                             const std::vector<std::string>& formats);

}  // namespace cast::conformance::faults
