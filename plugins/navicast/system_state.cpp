#include "system_state.hpp"

#include <array>

namespace cast::navicast {
namespace {

// From code 1 on.
constexpr std::array<std::string_view, 19> kStates{"ok",
                                                   "unknown-error",
                                                   "emergency",
                                                   "not-found",
                                                   "access-denied",
                                                   "busy",
                                                   "time-out",
                                                   "overflow",
                                                   "checksum-error",
                                                   "configuration-error",
                                                   "resource-error",
                                                   "unknown-instruction",
                                                   "not-ready",
                                                   "manual-mode",
                                                   "disabled",
                                                   "not-present",
                                                   "unknown-version",
                                                   "hardware-failure",
                                                   "shutting-down"};

}  // namespace

std::optional<std::uint16_t> codeOfState(std::string_view state) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == state) return static_cast<std::uint16_t>(i + 1);
  return std::nullopt;
}

std::optional<std::string_view> stateOfCode(std::uint16_t code) {
  if (code == 0 || code > kStates.size()) return std::nullopt;
  return kStates[code - 1U];
}

}  // namespace cast::navicast
