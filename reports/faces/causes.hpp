// Findings that look as if one defect made them all, as the runner has it (failure.cause), and those that
// were not judged for the same reason. It orders the list; every finding stays on its own.
#pragma once

#include <vector>

#include "reports/result/result.hpp"

namespace cast::report {

struct Cause {
  // The one that the others follow from first, else in the order of the findings; never empty.
  std::vector<const Check*> checks;
};

// In the order of the strongest and then of the largest.
std::vector<Cause> causesOf(const std::vector<const Check*>& findings);

}  // namespace cast::report
