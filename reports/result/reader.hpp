// Reads a result file of the format cast-conformance-result/1 or /2. Old results stay readable: each version
// only adds members that may be absent. A newer format than this program's is refused.
#pragma once

#include <optional>
#include <string_view>

#include "reports/result/defect.hpp"
#include "reports/result/result.hpp"

namespace cast::report {

struct Reading {
  std::optional<Result> result;  // set if and only if there are no defects
  Defects defects;
};

// `bytes` is the whole file. Never throws on bad input; any thread.
Reading readResult(std::string_view bytes);

}  // namespace cast::report
