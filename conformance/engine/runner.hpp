#pragma once
#include <functional>
#include <string>
#include <vector>

#include "engine/outcome.hpp"
#include "engine/selection.hpp"

namespace cast::conformance {

class Redaction;
struct Subject;

struct RunOptions {
  int jobs = 1;    ///< checks at a time; of a hub's, if it is not 1, more once some have waited in vain
  int repeat = 1;  ///< runs of each check, unless one of them does not pass
  bool failFast = false;  ///< nothing is begun after the first failed check
};

/// What a run found.
struct Findings {
  std::vector<CheckOutcome> outcomes;  ///< in the order of the selection
  /// Where the subject was gone before the run's end: the checks that were being carried out when it was
  /// first missed. Nothing was begun after that.
  std::vector<std::string> runningWhenGone;
};

/// Carries out the checks side by side, each in a session of its own.
class Runner {
 public:
  /// Called after each check, one call at a time, from the threads that did them.
  using Progress = std::function<void(const Check&, const CheckOutcome&)>;

  Runner(const Subject& subject, Redaction& redaction, RunOptions options)
      : subject_(subject), redaction_(redaction), options_(options) {}
  Findings run(const Selection& selection, const Progress& progress) const;

 private:
  CheckOutcome runOne(const Check& check, const std::string& session) const;

  const Subject& subject_;
  Redaction& redaction_;
  RunOptions options_;
};

}  // namespace cast::conformance
