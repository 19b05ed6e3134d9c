#pragma once
#include <atomic>
#include <string>
#include <vector>

namespace cast::client {

/// What scripts rely on.
enum class ExitCode { done = 0, incomplete = 1, usage = 2, failed = 3, unreachable = 4 };

/// The whole program but for its catches. SIGINT and SIGTERM must be blocked in the calling thread, which
/// waits for them while the others work: one thread for each link to the hub, one for input, one for output.
ExitCode runProgram(const std::vector<std::string>& words);

}  // namespace cast::client
