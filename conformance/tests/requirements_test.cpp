// The requirements and profiles that come with the runner: nothing the specification says is passed over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "engine/suite.hpp"

namespace cast::conformance {
namespace {

using testing::IsEmpty;

const Suite& shipped() {
  static const Suite suite(CAST_DATA);
  return suite;
}

std::set<std::string> citedRequirements() {
  std::set<std::string> cited;
  for (const auto& profile : shipped().profiles())
    for (const auto& check : profile->checks)
      cited.insert(check.requirements.begin(), check.requirements.end());
  return cited;
}

TEST(Requirements, HaveACheckOrTheReasonWhyNoneCanProveThem) {
  const auto cited = citedRequirements();
  std::vector<std::string> open;
  for (const auto& file : shipped().requirementFiles())
    for (const auto& requirement : file.requirements) {
      const bool explained = !requirement.question.empty() || !requirement.reason.empty();
      const bool settled = requirement.judged == "checks" ? cited.contains(requirement.id) : explained;
      if (!settled) open.push_back(requirement.id);
    }
  EXPECT_THAT(open, IsEmpty()) << "give each a check, or a question or reason";
}

TEST(Requirements, AreThereForEverySectionOfTheirSource) {
  std::vector<std::string> open;
  for (const auto& file : shipped().requirementFiles()) {
    std::set<std::string> spoken;
    for (const auto& requirement : file.requirements) spoken.insert(requirement.section);
    for (const auto& section : file.sections)
      if (spoken.contains(section) == file.withoutRequirement.contains(section)) open.push_back(section);
  }
  EXPECT_THAT(open, IsEmpty()) << "each has either a requirement or an entry in withoutRequirement";
}

TEST(Requirements, NameSectionsThatThereAre) {
  std::vector<std::string> unknown;
  for (const auto& file : shipped().requirementFiles()) {
    if (file.sections.empty()) continue;
    const std::set<std::string> sections(file.sections.begin(), file.sections.end());
    for (const auto& requirement : file.requirements)
      if (!sections.contains(requirement.section)) unknown.push_back(requirement.id);
    for (const auto& [section, why] : file.withoutRequirement)
      if (!sections.contains(section)) unknown.push_back(section);
  }
  EXPECT_THAT(unknown, IsEmpty());
}

TEST(Checks, CiteRequirementsThatThereAre) {
  for (const auto& profile : shipped().profiles())
    for (const auto& check : profile->checks) {
      EXPECT_FALSE(check.requirements.empty()) << check.id;
      for (const auto& id : check.requirements) EXPECT_NE(shipped().requirement(id), nullptr) << check.id;
    }
}

TEST(Checks, SayHowAFailureIsMended) {
  for (const auto& profile : shipped().profiles())
    for (const auto& check : profile->checks) EXPECT_FALSE(check.hint.empty()) << check.id;
}

}  // namespace
}  // namespace cast::conformance
