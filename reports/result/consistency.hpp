// What the schema can't say: a result's totals and verdicts must follow from its checks. A report that
// trusted a verdict its own checks deny would certify by mistake.
#pragma once

#include "reports/result/defect.hpp"
#include "reports/result/result.hpp"

namespace cast::report {

// Every contradiction; empty if the result agrees with itself. Reads only, any thread.
Defects findContradictions(const Result& result);

}  // namespace cast::report
