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

/// Why no check judges it.
std::string otherwise(const Requirement& requirement) {
  if (requirement.judged == "attestation") return "attested by its owner: " + requirement.question;
  return "untestable: " + requirement.reason;
}

/// What a matrix comes to.
struct Coverage {
  int judged = 0;  ///< by checks
  int attested = 0;
  int untestable = 0;
  int holes = 0;  ///< requirements without a check that should have one, sections that nothing is said about

  void print(std::ostream& out) const {
    out << judged + attested + untestable << " requirements are settled: " << judged << " judged by checks, "
        << attested << " attested, " << untestable << " untestable; holes: " << holes << '\n';
  }
};

void coverSections(const RequirementFile& file, Coverage& coverage, std::ostream& out) {
  std::set<std::string> spoken;
  for (const auto& requirement : file.requirements) spoken.insert(requirement.section);
  for (const auto& section : file.sections) {
    if (spoken.contains(section)) continue;
    const auto why = file.withoutRequirement.find(section);
    if (why == file.withoutRequirement.end()) ++coverage.holes;
    out << "  " << section << ": "
        << (why == file.withoutRequirement.end() ? "NO REQUIREMENT" : "nothing is asked: " + why->second)
        << '\n';
  }
}

void cover(const RequirementFile& file, const ChecksByRequirement& citing, Coverage& coverage,
           std::ostream& out) {
  out << file.source << '\n';
  int judgeable = 0;
  int covered = 0;
  for (const auto& requirement : file.requirements) {
    const auto checks = citing.find(requirement.id);
    const bool cited = checks != citing.end();
    if (requirement.judged == "checks") ++judgeable;
    if (requirement.judged == "checks" && cited) ++covered;
    if (requirement.judged == "attestation") ++coverage.attested;
    if (requirement.judged == "untestable") ++coverage.untestable;
    out << "  " << requirement.id << " (" << textOf(requirement.level) << ")"
        << (requirement.judged == "checks" && !cited ? " NO CHECK" : "") << '\n';
    if (cited)
      for (const auto& check : checks->second) out << "    " << check << '\n';
    if (requirement.judged != "checks") out << "    " << otherwise(requirement) << '\n';
  }
  coverSections(file, coverage, out);
  coverage.judged += covered;
  coverage.holes += judgeable - covered;
  out << "  " << covered << " of " << judgeable << " requirements that checks can judge have one\n\n";
}

}  // namespace

ExitCode coverageCommand(const Arguments& arguments, Suite& suite, std::ostream& out) {
  const ChecksByRequirement citing = citations(chosenProfiles(arguments, suite));
  Coverage coverage;
  for (const auto& file : suite.requirementFiles()) cover(file, citing, coverage, out);
  coverage.print(out);
  return ExitCode::conformant;
}

}  // namespace cast::conformance
