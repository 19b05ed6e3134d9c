#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/commands.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance::tests {

/// One call of the program.
struct Call {
  ExitCode code;
  std::string out;
  std::string err;
};

Call call(const std::vector<std::string>& words);

/// `run` of a suite against a hub, with its result in the suite's folder.
Call run(const SmallSuite& suite, const std::string& hub, const std::vector<std::string>& further = {});
nlohmann::json resultOf(const SmallSuite& suite);

}  // namespace cast::conformance::tests
