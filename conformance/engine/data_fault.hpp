#pragma once
#include <stdexcept>
#include <string>

namespace cast::conformance {

/// A profile, requirement or subject file, or a flag, is wrong. The text names the file, the member and what
/// to do.
class DataFault : public std::runtime_error {
 public:
  DataFault(const std::string& file, const std::string& pointer, const std::string& words)
      : std::runtime_error(file + ": " + (pointer.empty() ? "" : "at " + pointer + ": ") + words) {}
  explicit DataFault(const std::string& words) : std::runtime_error(words) {}
};

}  // namespace cast::conformance
