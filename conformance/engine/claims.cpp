#include "engine/claims.hpp"

#include <algorithm>
#include <set>

#include "engine/nearest.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {

std::vector<std::string> doubtfulClaims(const Subject& subject, const Suite& suite) {
  std::set<std::string> asked;
  for (const auto& profile : suite.profiles())
    for (const auto& check : profile->checks)
      asked.insert(check.capabilities.begin(), check.capabilities.end());
  const std::vector<std::string> names(asked.begin(), asked.end());
  std::vector<std::string> sentences;
  for (const auto& claim : subject.capabilities) {
    const std::string hint = asked.contains(claim) ? "" : hintFor(claim, names);
    if (!hint.empty())
      sentences.push_back(
          std::string("the claim '").append(claim).append("' is asked for by no check").append(hint));
  }
  return sentences;
}

}  // namespace cast::conformance
