#pragma once
#include <string>
#include <vector>

namespace cast::conformance {

/// Of the names, the up to three that are most like `name`, the nearest first: for hints after a typing
/// error.
std::vector<std::string> nearest(const std::string& name, const std::vector<std::string>& names);

/// "; did you mean a, b or c?", or nothing.
std::string hintFor(const std::string& name, const std::vector<std::string>& names);

}  // namespace cast::conformance
