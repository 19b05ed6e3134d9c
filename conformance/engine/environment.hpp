#pragma once
#include <string>

#include "engine/json.hpp"
#include "wire/deadline.hpp"

namespace cast::conformance {

/// The suite's version, as the build has it.
std::string suiteVersion();

/// What the run depended on beside the subject; names no host and no user.
Json environment(int jobs, Milliseconds timeout);

}  // namespace cast::conformance
