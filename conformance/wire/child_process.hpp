#pragma once
#include <sys/types.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "wire/deadline.hpp"

namespace cast::conformance {

/// A client under test as a child process, with a process group of its own: whatever it starts ends with it.
/// A thread of its own reads its output and waits for its end. Any thread may call.
class ChildProcess {
 public:
  struct Listener {
    std::function<void(bool error, const std::string& line)> onLine;  ///< without its end
    std::function<void(const std::string& how)> onExit;               ///< once, after its last line
  };

  /// `words`: the program (looked for in PATH) and its arguments. `environment` is added to the runner's own.
  /// Throws NetworkFailure where it cannot be started.
  ChildProcess(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
               Listener listener);
  ~ChildProcess();  ///< kills what is left of the group
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void signal(int number);
  void write(const std::string& bytes);  ///< to its standard input
  /// Its exit code, 128 + N after signal N; nothing where it goes on.
  std::optional<int> awaitExit(const Deadline& deadline);

 private:
  void watch();

  Listener listener_;
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  int error_ = -1;
  int handle_ = -1;
  int stop_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<int> exit_;
  std::thread thread_;
};

}  // namespace cast::conformance
