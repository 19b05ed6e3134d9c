#include "engine/environment.hpp"

#include <Poco/Environment.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace cast::conformance {

namespace {

/// As Linux names it, the architecture elsewhere.
std::string processorModel() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (const std::size_t colon = line.find(": ");
        line.starts_with("model name") && colon != std::string::npos)
      return line.substr(colon + 2);
  return Poco::Environment::osArchitecture();
}

}  // namespace

std::string suiteVersion() { return CAST_CONFORMANCE_VERSION; }

Json environment(int jobs, Milliseconds timeout) {
  return {{"os", Poco::Environment::osDisplayName() + " " + Poco::Environment::osVersion()},
          {"architecture", Poco::Environment::osArchitecture()},
          {"processor", processorModel()},
          {"processors", std::to_string(Poco::Environment::processorCount())},
          {"compiler", CAST_CONFORMANCE_COMPILER},
          {"jobs", std::to_string(jobs)},
          {"timeoutMs", std::to_string(timeout.count())}};
}

}  // namespace cast::conformance
