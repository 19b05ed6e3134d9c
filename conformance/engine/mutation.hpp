#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/fault_list.hpp"
#include "engine/selection.hpp"

namespace cast::conformance {

class Trial;

/// What became of one fault.
struct Mutant {
  Fault fault;
  int runs = 1;
  std::vector<std::string> found;               ///< the checks that found it, each in every run
  std::vector<std::string> missed;              ///< those meant for it that did not
  std::map<std::string, int> times;             ///< in how many runs a check meant for it found it
  std::map<std::string, std::string> verdicts;  ///< what the last run said that did not find it, by check
  bool again = false;                           ///< not as meant at first, so this is what came of it alone
  bool killed() const { return !found.empty(); }
  bool asMeant() const { return missed.empty(); }
};

/// What became of a subject that breaks no promise.
struct Fairness {
  FairSubject subject;
  int passed = 0;                   ///< checks
  std::vector<std::string> blamed;  ///< checks that found something, and what
  bool again = false;               ///< blamed at first, so this is what came of it alone
  bool asMeant() const { return blamed.empty() && passed > 0; }
};

/// The suite put to the test: each fault in a subject of its own, judged by the checks meant for it and,
/// where none of them finds it, by all; and subjects without a fault, which no check may blame.
class Mutation {
 public:
  struct Options {
    int jobs = 1;    ///< subjects at a time
    int repeat = 1;  ///< runs of each
    int timeoutMs = 1000;
    /// So many faults and so many fair subjects are judged once more, alone, where they are not as meant: a
    /// machine that stood still for seconds is no finding about the suite.
    int again = 0;
  };

  /// Throws DataFault for a fault whose checks are not in the suite.
  Mutation(Trial& trial, FaultList list, Options options);

  /// Both call `progress` after each, one call at a time, from the threads that did them, and throw
  /// std::runtime_error where a program fails. In the order of the list.
  std::vector<Fairness> judgeFair(const std::function<void(const Fairness&)>& progress) const;
  std::vector<Mutant> judgeFaults(const std::function<void(const Mutant&)>& progress) const;

 private:
  template <typename Result>
  void judgeAgain(std::vector<Result>& results, const std::function<Result(std::size_t)>& one,
                  const std::function<void(const Result&)>& progress) const;
  Fairness beFair(std::size_t index) const;
  Mutant judge(std::size_t index) const;
  std::vector<std::string> broken(const Fault& fault, const Selection& selection,
                                  std::map<std::string, std::string>& verdicts) const;

  const Trial& trial_;
  FaultList list_;
  Options options_;
  std::vector<Selection> intended_;  ///< by fault
  std::vector<Selection> all_;       ///< by fault
  std::vector<Selection> fair_;      ///< by fair subject
};

}  // namespace cast::conformance
