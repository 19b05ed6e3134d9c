// cast-report compare A.json B.json ... [--html FILE] [--markdown FILE] [--across-suites]
// cast-report compare --regressions OLD.json NEW.json [the same]
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "reports/result_file.hpp"

namespace cast::report {

// kOk; kNo where --regressions finds one; kUsageOrInvalidResult, also for runs of different suites or
// profiles unless
// --across-suites allows them.
ExitCode runCompare(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error);

void describeCompare(std::ostream& out);

}  // namespace cast::report
