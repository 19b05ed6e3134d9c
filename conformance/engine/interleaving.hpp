#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cast::conformance {

/// In which order `count` things that run side by side begin. Seed 0: as they are. Any other: an order that
/// depends on the seed and on `where` alone, so that a run can be repeated.
std::vector<std::size_t> startOrder(std::size_t count, std::uint64_t seed, std::string_view where);

}  // namespace cast::conformance
