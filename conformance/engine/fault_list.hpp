#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace cast::conformance {

/// One promise that a faulty subject breaks on demand (faults.json).
struct Fault {
  std::string name;
  std::string promise;
  std::string requirement;
  std::vector<std::string> killedBy;  ///< the checks that are meant to find it
};

/// Throws DataFault.
std::vector<Fault> readFaults(const std::filesystem::path& file);

}  // namespace cast::conformance
