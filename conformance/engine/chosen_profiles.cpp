#include "engine/chosen_profiles.hpp"

#include "engine/arguments.hpp"
#include "engine/selection.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {

std::vector<const Profile*> chosenProfiles(const Arguments& arguments, Suite& suite) {
  std::vector<const Profile*> chosen;
  for (const auto& name : arguments.all("profile")) chosen.push_back(&profileNamed(suite, name));
  suite.tie();
  if (!chosen.empty()) return chosen;
  for (const auto& profile : suite.profiles()) chosen.push_back(profile.get());
  return chosen;
}

}  // namespace cast::conformance
