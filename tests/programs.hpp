// The built programs, run as their users run them.
#pragma once

#include <Poco/Process.h>

#include <string>
#include <vector>

namespace cast::tests {

/// A program run to its end.
struct Call {
  int exit = -1;
  std::string output;  ///< standard output and error
};

Call call(const std::string& program, const std::vector<std::string>& arguments);

/// A hub, from its first line of output, which names its port, to the end of this object.
class RunningHub {
 public:
  /// `line`: of the shell, beginning with exec. Throws std::runtime_error where no port comes.
  explicit RunningHub(const std::string& line);
  ~RunningHub();
  RunningHub(const RunningHub&) = delete;
  RunningHub& operator=(const RunningHub&) = delete;

  const std::string& url() const { return url_; }

 private:
  std::string url_;
  Poco::ProcessHandle process_;
};

}  // namespace cast::tests
