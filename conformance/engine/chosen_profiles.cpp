#include "engine/chosen_profiles.hpp"

#include <algorithm>

#include "engine/arguments.hpp"
#include "engine/selection.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {

std::vector<const Profile*> chosenProfiles(const Arguments& arguments, Suite& suite) {
  std::vector<const Profile*> chosen;
  for (const auto& name : arguments.all("profile"))
    for (const Profile* each : withExtended(profileNamed(suite, name)))
      if (std::find(chosen.begin(), chosen.end(), each) == chosen.end()) chosen.push_back(each);
  suite.tie();
  if (!chosen.empty()) return chosen;
  for (const auto& profile : suite.profiles()) chosen.push_back(profile.get());
  return chosen;
}

}  // namespace cast::conformance
