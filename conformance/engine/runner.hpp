#pragma once
#include <functional>
#include <string>
#include <vector>

#include "engine/outcome.hpp"
#include "engine/selection.hpp"

namespace cast::conformance {

class Redaction;
struct Subject;

/// Carries out the checks side by side, each in a session of its own, on `jobs` threads. Outcomes are in the
/// order of the selection.
class Runner {
 public:
  /// Called after each check, one call at a time, from the threads that did them.
  using Progress = std::function<void(const Check&, const CheckOutcome&)>;

  Runner(const Subject& subject, Redaction& redaction, int jobs)
      : subject_(subject), redaction_(redaction), jobs_(jobs) {}
  std::vector<CheckOutcome> run(const Selection& selection, const Progress& progress) const;

 private:
  CheckOutcome runOne(const Check& check, const std::string& session) const;

  const Subject& subject_;
  Redaction& redaction_;
  int jobs_;
};

}  // namespace cast::conformance
