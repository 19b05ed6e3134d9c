#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "engine/arguments.hpp"
#include "engine/chosen_profiles.hpp"
#include "engine/commands.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {
namespace {

using ChecksByRequirement = std::map<std::string, std::vector<std::string>>;

ChecksByRequirement citations(const std::vector<const Profile*>& profiles) {
  ChecksByRequirement citing;
  for (const Profile* profile : profiles)
    for (const auto& check : profile->checks)
      for (const auto& id : check.requirements) citing[id].push_back(check.id);
  return citing;
}

void cover(const RequirementFile& file, const ChecksByRequirement& citing, std::ostream& out) {
  out << file.source << '\n';
  int judgeable = 0;
  int covered = 0;
  std::set<std::string> spoken;
  for (const auto& requirement : file.requirements) {
    spoken.insert(requirement.section);
    const auto checks = citing.find(requirement.id);
    const bool cited = checks != citing.end();
    if (requirement.judged == "checks") ++judgeable;
    if (requirement.judged == "checks" && cited) ++covered;
    out << "  " << requirement.id << " (" << textOf(requirement.level) << ")";
    if (!cited) out << (requirement.judged == "checks" ? " NO CHECK" : " " + requirement.judged);
    out << '\n';
    if (!cited) continue;
    for (const auto& check : checks->second) out << "    " << check << '\n';
  }
  for (const auto& section : file.sections)
    if (!spoken.contains(section)) out << "  no requirement: " << section << '\n';
  out << "  " << covered << " of " << judgeable << " requirements that checks can judge have one\n\n";
}

}  // namespace

ExitCode coverageCommand(const Arguments& arguments, Suite& suite, std::ostream& out) {
  const ChecksByRequirement citing = citations(chosenProfiles(arguments, suite));
  for (const auto& file : suite.requirementFiles()) cover(file, citing, out);
  return ExitCode::conformant;
}

}  // namespace cast::conformance
