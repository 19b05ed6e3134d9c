// Findings that look as if one defect made them all: what was observed, and in which kind of step, is the
// same once what differs from check to check anyway (identifiers, times, numbers, names of sessions) is left
// out of account. A guess that orders the list; every finding stays on its own. Where the runner has
// named a finding's cause (failure.cause), that counts.
#pragma once

#include <string>
#include <vector>

#include "reports/result/result.hpp"

namespace cast::report {

struct Cause {
  std::string observed;  // in words, of its first finding
  std::vector<const Check*>
      checks;  // the strongest level first, else in the order of the result; never empty
};

// In the order of the strongest and then of the largest.
std::vector<Cause> causesOf(const std::vector<const Check*>& findings);

}  // namespace cast::report
