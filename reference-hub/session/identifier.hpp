#pragma once
#include <string>
#include <string_view>

namespace cast::hub {

/// `prefix` and 128 random bits in hexadecimal from the operating system's generator: unique and not to be
/// guessed.
std::string newIdentifier(std::string_view prefix);

}  // namespace cast::hub
