// Reads a result file. Format cast-conformance-result/1; an older format that is still rendered gets its own
// reading function here, a newer one is refused.
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
