#include "engine/verdict.hpp"

namespace cast::conformance {

std::string textOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "passed";
    case Verdict::failed:
      return "failed";
    case Verdict::warned:
      return "warned";
    case Verdict::skipped:
      return "skipped";
    case Verdict::inconclusive:
      return "inconclusive";
  }
  return {};
}

void Counts::add(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      ++passed;
      break;
    case Verdict::failed:
      ++failed;
      break;
    case Verdict::warned:
      ++warned;
      break;
    case Verdict::skipped:
      ++skipped;
      break;
    case Verdict::inconclusive:
      ++inconclusive;
      break;
  }
}

std::string overallVerdict(const Counts& counts, const std::string& nothing) {
  if (counts.failed > 0) return "not-conformant";
  if (counts.inconclusive > 0) return "inconclusive";
  return counts.judged() > 0 ? "conformant" : nothing;
}

ExitCode exitCodeOf(const Counts& counts) {
  const std::string verdict = overallVerdict(counts, "inconclusive");
  if (verdict == "conformant") return ExitCode::conformant;
  return verdict == "not-conformant" ? ExitCode::notConformant : ExitCode::harness;
}

std::string requirementVerdict(const Requirement& requirement, const std::vector<Verdict>& checks,
                               bool attested) {
  Counts counts;
  for (const Verdict verdict : checks) counts.add(verdict);
  if (counts.failed + counts.warned >
      0) {  // a check that cites several counts for each by that one's own level
    if (counts.failed > 0 && requirement.level == Level::shall) return "failed";
    return "warned";
  }
  if (counts.inconclusive > 0) return "inconclusive";
  if (counts.passed > 0) return "passed";
  if (counts.skipped > 0) return "skipped";
  return attested ? "attested" : "not-tested";
}

}  // namespace cast::conformance
