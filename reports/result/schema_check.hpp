// Holds a document against the published schema of results, which is compiled in.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "reports/result/defect.hpp"

namespace cast::report {

// Every member at fault, the innermost ones only; empty if the document is valid. Any thread; builds the
// validator anew (a few milliseconds), so call it once per document.
Defects checkAgainstSchema(const nlohmann::json& document);

}  // namespace cast::report
