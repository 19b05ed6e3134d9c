// The words that all faces share, so that a verdict reads the same wherever it is shown. Pure functions, any
// thread. What comes out of a Result is passed on as it is: escaping is each face's own work.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result/result.hpp"

namespace cast::report {

// "Failed", "Not tested"; "Not conformant".
std::string_view title(Verdict verdict);
std::string_view title(Conformance conformance);

// "1 check", "3 checks".
std::string counted(std::uint64_t number, std::string_view noun);

// "12.3 ms", "1.20 s", "2 min 05 s".
std::string duration(double milliseconds);

// "2 failed, 1 warned, 84 passed, 6 skipped": what is zero is left out, "no checks" if all is.
std::string phrase(const Counts& counts);

// What the verdict rests on, in one or two sentences; names what was skipped and why that proves nothing.
std::string explain(const Result& result);

// "2025-03-14T09:26:53" in UTC, or nothing where the text isn't a time.
std::optional<std::string> utcTime(const std::string& rfc3339);

// "2025-03-14 09:26:53 UTC", or the text itself where it isn't a time.
std::string readableTime(const std::string& rfc3339);

// "335 of 336 faults found (99.7 %)": how far a green report can be trusted; empty where the suite was not
// put to the test.
std::string score(const Suite& suite);

// The subject's name with its version.
std::string subjectName(const Subject& subject);

// "Protocol Specification", "API Endpoints" of "Protocol Specification / API Endpoints".
std::vector<std::string> headings(std::string_view section);

// Whether somebody has to look at a check with this verdict.
bool isFinding(Verdict verdict);

// Those of the strongest level first.
std::vector<const Check*> checksWith(const Result& result, Verdict verdict);

}  // namespace cast::report
