// How the process that judges tells the one that watches it what it is doing: through shared memory, so that
// nothing has to be read while it runs and nothing is lost when it dies.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cast::validator {

/// Descriptors in the judging process, given by the watching one.
inline constexpr int kTraceDescriptor = 3;
inline constexpr int kResultDescriptor = 4;

/// What lies in the memory behind kTraceDescriptor.
struct TraceRecord {
  std::uint64_t steps;  ///< grows; a process whose steps don't grow within the limit hangs
  char doing[1000];     ///< ends in NUL; follows "while "
};

/// The judging process's side. One thread.
class Trace {
 public:
  /// Says what comes next, which begins a new time limit: "converting lab to fhir".
  void doing(std::string_view what);
  /// The last act: what was found.
  void finish(const std::string& result) const;

 private:
  TraceRecord record_{};
};

}  // namespace cast::validator
