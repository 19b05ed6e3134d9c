#pragma once
#include <map>
#include <string>
#include <vector>

namespace cast::conformance {

/// The words of a command line, GNU style: `--flag`, `--option value`, `--option=value`, others.
struct Arguments {
  std::string command;              ///< the first word that is no option; empty for none
  std::vector<std::string> others;  ///< the further ones
  std::map<std::string, std::vector<std::string>> options;

  bool has(const std::string& option) const { return options.contains(option); }
  std::string last(const std::string& option, const std::string& otherwise = {}) const;
  std::vector<std::string> all(const std::string& option) const;
  /// The option as a number; throws DataFault unless it is one from `least` to `most`.
  int number(const std::string& option, int otherwise, int least, int most) const;
};

/// Throws DataFault with a hint for what is not understood.
Arguments readArguments(const std::vector<std::string>& words);

}  // namespace cast::conformance
