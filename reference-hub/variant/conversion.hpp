// How the conversion of one payload went.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace cast::hub {

struct Conversion {
  struct Step {
    std::string variant;  ///< id
    std::string from;
    std::string to;
    std::chrono::microseconds took;
  };

  bool reachable = false;              ///< whether any chain of conversions leads there
  std::optional<std::string> payload;  ///< one JSON object whose `format` names the target
  std::vector<Step> steps;             ///< those that were tried; where it failed, the last one did
  std::string fault;                   ///< of one that failed: who and why, in one line without content
};

}  // namespace cast::hub
