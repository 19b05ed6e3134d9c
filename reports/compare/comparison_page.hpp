// Results side by side as one HTML file or as Markdown. Where the runs were judged by different measures,
// this is the first thing that the reader sees.
#pragma once

#include <string>
#include <vector>

#include "reports/compare/run_set.hpp"

namespace cast::report {

// `warnings`: what differentMeasures() says. Pure functions, any thread.
std::string renderComparison(const RunSet& runs, const std::vector<std::string>& warnings);
std::string renderComparisonMarkdown(const RunSet& runs, const std::vector<std::string>& warnings);

}  // namespace cast::report
