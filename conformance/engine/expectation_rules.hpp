#pragma once
#include <string>

#include "engine/json.hpp"

namespace cast::conformance {

/// Refuses an expectation that would not mean what its author thinks: an unknown or misspelt keyword, members
/// beside
/// `$ref` (draft-07 ignores them), a reference to nothing, a pattern that does not compile, a format nobody
/// checks. `file` and `pointer` name its place. Throws DataFault.
void applyExpectationRules(const Json& schema, const Json& definitions, const std::string& file,
                           const std::string& pointer);

}  // namespace cast::conformance
