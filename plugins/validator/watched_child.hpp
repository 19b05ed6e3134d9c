// This program once more as another process, whose crash, hang or exit() is a result like any other.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace cast::validator {

struct ChildEnd {
  bool finished = false;  ///< it gave its result and ended by itself
  std::string result;     ///< what it gave to Trace::finish
  std::string how;        ///< otherwise, how it ended and what it was doing, in one line
};

/// Runs /proc/self/exe with `arguments` until it ends, or has computed for `limit` since it last said what it
/// does (Trace::doing), or has slept for twice that. Its memory is limited to 2 GiB. Any thread. Throws
/// std::system_error where no process can be had.
ChildEnd runWatched(const std::vector<std::string>& arguments, std::chrono::milliseconds limit);

/// In the child, before anything else: takes its limits.
void limitThisProcess();

}  // namespace cast::validator
