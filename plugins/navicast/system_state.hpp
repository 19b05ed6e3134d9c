// The states of a system: the codes of OpenIGTLink's STATUS message by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cast::navicast {

inline constexpr std::uint16_t kNotPresent = 16;

/// 1 ("ok") to 19 ("shutting-down"). Code 0 is OpenIGTLink's "invalid packet" and no state.
std::optional<std::uint16_t> codeOfState(std::string_view state);
std::optional<std::string_view> stateOfCode(std::uint16_t code);

}  // namespace cast::navicast
