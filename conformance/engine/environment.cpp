#include "engine/environment.hpp"

#include <Poco/Environment.h>

#include <nlohmann/json.hpp>

namespace cast::conformance {

std::string suiteVersion() { return CAST_CONFORMANCE_VERSION; }

Json environment(int jobs, Milliseconds timeout) {
  return {{"os", Poco::Environment::osDisplayName() + " " + Poco::Environment::osVersion()},
          {"architecture", Poco::Environment::osArchitecture()},
          {"compiler", CAST_CONFORMANCE_COMPILER},
          {"jobs", std::to_string(jobs)},
          {"timeoutMs", std::to_string(timeout.count())}};
}

}  // namespace cast::conformance
