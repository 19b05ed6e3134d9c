#pragma once
#include <cstddef>
#include <vector>

#include "engine/outcome.hpp"
#include "engine/selection.hpp"

namespace cast::conformance {

/// Broken checks that look as if one defect broke them all: the same thing was observed over the same
/// transport, apart from what differs from check to check anyway (ids, times, numbers, data). A guess, which
/// folds a list and changes no verdict.
struct RootCause {
  std::size_t root = 0;                 ///< the check that got least far: its place in the selection
  std::vector<std::size_t> dependents;  ///< the others, in the order of the selection
};

/// Of all failed and warned outcomes, in the order of the selection, the failed ones first.
std::vector<RootCause> rootCauses(const Selection& selection, const std::vector<CheckOutcome>& outcomes);

}  // namespace cast::conformance
