#pragma once
#include <array>
#include <cstddef>
#include <iosfwd>
#include <vector>

#include "engine/json.hpp"
#include "engine/mutation.hpp"

namespace cast::conformance {

/// How many faults the suite finds, in all and of each harm, and how many fair subjects it leaves alone.
class MutationScore {
 public:
  MutationScore(const std::vector<Mutant>& mutants, const std::vector<Fairness>& fairness);

  /// Whether so many percent of the faults, and all that harm events, are found by the checks meant for them,
  /// and no fair subject is blamed.
  bool reaches(int percent) const;

  void print(std::ostream& out) const;
  /// Members of the file of mutation --out.
  Json json() const;

 private:
  struct Row {
    std::size_t faults = 0;
    std::size_t killed = 0;
    std::size_t asIntended = 0;
  };
  static void printRow(std::ostream& out, const char* name, const Row& row);

  Row all_;
  std::array<Row, kHarms> ofHarm_{};  ///< by Harm
  std::size_t fairSubjects_;
  std::size_t blamed_ = 0;
};

}  // namespace cast::conformance
