// Other programs, run by tests.
#pragma once

#include <filesystem>
#include <string>

namespace cast::validator {

struct Ran {
  int exit = -1;
  std::string output;  ///< standard output and, unless the command says otherwise, nothing else
};

/// Runs a line of the shell to its end.
Ran run(const std::string& line);

std::string quoted(const std::string& word);

/// A directory that goes with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cast::validator
