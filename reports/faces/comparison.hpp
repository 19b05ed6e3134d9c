// What was expected beside what came, member by member. The runner says both in words ("a message {userId:
// \"dr-jones\", payload: {\"n\":2}} "; "/userId is \"dr-smith\" in {...}"): where both hold something of the
// form of JSON, the two are laid over each other. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "reports/result/result.hpp"

namespace cast::report {

enum class Side {
  kBoth,      // as expected, or not spoken of: context
  kExpected,  // did not come so
  kObserved   // came instead
};

// One line of a diff.
struct DiffLine {
  Side side = Side::kBoth;
  std::size_t depth = 0;  // levels of indentation
  std::string text;       // one line; may hold anything a subject sends
};

// The lines of the diff, expected before observed; empty where the two are not comparable member by member,
// so that only the words are left. At most a few hundred lines: a long context is cut and says so.
std::vector<DiffLine> compare(const Check& check);

}  // namespace cast::report
