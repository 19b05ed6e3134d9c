#pragma once
#include <string>
#include <vector>

#include "engine/outcome.hpp"
#include "engine/requirement.hpp"

namespace cast::conformance {

/// The runner's exit codes, the contract that scripts rely on.
enum class ExitCode { conformant = 0, notConformant = 1, usage = 2, harness = 3, unreachable = 4 };

struct Counts {
  int passed = 0;
  int failed = 0;
  int warned = 0;
  int skipped = 0;
  int inconclusive = 0;

  void add(Verdict verdict);
  int judged() const { return passed + failed + warned; }
  int all() const { return judged() + skipped + inconclusive; }
};

/// "conformant", "not-conformant" or "inconclusive"; `nothing` where there was not a single verdict on the
/// subject, since what was only skipped is never green.
std::string overallVerdict(const Counts& counts, const std::string& nothing);
ExitCode exitCodeOf(const Counts& counts);

/// The verdict on a requirement from the checks that cite it and were run.
std::string requirementVerdict(const Requirement& requirement, const std::vector<Verdict>& checks,
                               bool attested);

}  // namespace cast::conformance
