#pragma once

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace cast::validator {

/// A command line that can't be; what() says why in one line.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The words of a command: flags (`--json`), flags with a value (`--only ID`, `--only=ID`), and the others.
class Arguments {
 public:
  /// Throws UsageError for a flag that is in neither set, or lacks its value.
  Arguments(const std::vector<std::string>& words, const std::set<std::string>& flags,
            const std::set<std::string>& flagsWithValue);

  bool has(const std::string& flag) const { return values_.count(flag) != 0; }
  std::vector<std::string> all(const std::string& flag) const;
  /// The last one given.
  std::optional<std::string> value(const std::string& flag) const;
  /// Throws UsageError where the value is no whole number within the range.
  unsigned long long number(const std::string& flag, unsigned long long least, unsigned long long most,
                            unsigned long long otherwise) const;
  /// The word that is no flag. Throws UsageError where there is not exactly one; `what` it should be.
  std::string only(const std::string& what) const;

 private:
  std::multimap<std::string, std::string> values_;
  std::vector<std::string> others_;
};

}  // namespace cast::validator
