#pragma once
#include <string>
#include <utility>
#include <vector>

#include "engine/json.hpp"

namespace cast::conformance {

/// The expectations of a step: JSON Pointer below the step, and the schema. Not those of steps within it.
std::vector<std::pair<std::string, const Json*>> expectationsOf(const Json& step);

/// The step without the steps within it.
Json ownParts(const Json& step);

/// A step in words, for reports: its note, or what it does.
std::string stepWords(const Json& step);

}  // namespace cast::conformance
