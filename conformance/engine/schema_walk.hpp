#pragma once
#include <functional>
#include <string>

#include "engine/json.hpp"

namespace cast::conformance {

/// Calls `visit` for a schema and each schema within it (draft-07), with its JSON Pointer, outermost first.
/// What merely looks like a schema - in `const`, `enum`, `default`, or a member that is named like a keyword
/// - is not visited.
void walkSchema(Json& schema, const std::string& pointer,
                const std::function<void(Json&, const std::string&)>& visit);

}  // namespace cast::conformance
