#pragma once
#include <functional>
#include <string>
#include <vector>

#include "engine/fault_list.hpp"
#include "engine/selection.hpp"
#include "engine/subject.hpp"

namespace cast::conformance {

class Suite;

/// What became of one fault.
struct Mutant {
  Fault fault;
  std::vector<std::string> found;   ///< the checks that found it
  std::vector<std::string> missed;  ///< those meant for it that did not
  bool killed() const { return !found.empty(); }
  bool asIntended() const { return missed.empty(); }
};

/// The suite put to the test: each fault in a subject of its own, judged by the checks meant for it and,
/// where one of them misses it, by all.
class Mutation {
 public:
  /// Called after each fault, one call at a time, from the threads that did them.
  using Progress = std::function<void(const Mutant&)>;

  /// Throws DataFault for a fault whose checks are not in the suite. `subject`: tokens, claims, time limit.
  Mutation(Suite& suite, Subject subject, std::string program, std::vector<Fault> faults);

  /// `jobs` faults at a time. In the order of the faults. Throws std::runtime_error when the program fails.
  std::vector<Mutant> run(int jobs, const Progress& progress) const;

 private:
  Mutant judge(std::size_t index) const;
  std::vector<std::string> broken(const Fault& fault, const Selection& selection) const;

  Subject subject_;
  std::string program_;
  std::vector<Fault> faults_;
  std::vector<Selection> intended_;  ///< by fault
  Selection all_;
};

}  // namespace cast::conformance
