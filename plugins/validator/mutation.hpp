#pragma once

#include <cstdint>
#include <string>

namespace cast::validator {

/// The payload with one to four changes, of its bytes or of its members. The same seed makes the same changes
/// on every machine.
std::string mutated(const std::string& payload, std::uint64_t seed);

}  // namespace cast::validator
