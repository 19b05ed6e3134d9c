#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/journal.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {

enum class Verdict { passed, failed, warned, skipped, inconclusive };
std::string textOf(Verdict verdict);

/// What the subject did not do, in one step.
struct Failure {
  std::string step;  ///< JSON Pointer into the profile's file
  std::string what;  ///< the step in words
  std::string expected;
  std::string observed;
  std::string pointer;    ///< into what was observed
  std::string hint = {};  ///< instead of the check's
};

/// Thrown where the subject refused what it may refuse, or ended what it may end: of the rest of the check
/// nothing can be said, and what went before was right.
struct NothingFurther {};

/// A step's outcome: nothing, or how the subject failed it.
using StepResult = std::optional<Failure>;

struct Measurement {
  std::string name;
  std::string unit;
  double value = 0;
};

/// What one check found.
struct CheckOutcome {
  Verdict verdict = Verdict::passed;
  std::string reason;  ///< skipped, inconclusive
  std::optional<Failure> failure;
  int run = 1;  ///< of a check that is repeated, which run this is
  double durationMs = 0;
  std::vector<Measurement> measurements;
  std::vector<Exchange> exchanges;
  std::vector<StepRecord> steps;
  std::string session;
};

}  // namespace cast::conformance
