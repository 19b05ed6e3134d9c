// Every check is seen to fail: for each promise that cast-faulty-hub breaks, the checks meant for it find it.
#include <gmock/gmock.h>

#include <algorithm>
#include <ostream>

#include "fault.hpp"
#include "tests/certification.hpp"
#include "tests/suite.hpp"

namespace cast::conformance::faults {

void PrintTo(const FaultEntry& fault, std::ostream* out) { *out << fault.promise; }

namespace {
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

std::string testName(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class EachFault : public ::testing::TestWithParam<FaultEntry> {};

/// A fault in what happens at once can hide in one run; it must not in three.
constexpr int kRuns = 3;

bool isFoundBy(const std::string& check, const Certification& found) {
  const auto verdict = found.verdicts.find(check);
  if (verdict == found.verdicts.end()) return false;
  return verdict->second == (found.levels.at(check) == "SHALL" ? "failed" : "warned");
}

TEST_P(EachFault, IsFoundByTheChecksMeantForIt) {
  const FaultEntry& fault = GetParam();
  const auto isFoundIn = [&](const Certification& found) {
    return std::all_of(fault.killedBy.begin(), fault.killedBy.end(),
                       [&](const std::string& check) { return isFoundBy(check, found); });
  };
  Certification found;
  for (int run = 0; run < kRuns && !isFoundIn(found); ++run) {
    const FaultyHub hub({"--fault", fault.name});
    found = certify(hub, fault.killedBy);
  }
  for (const std::string& check : fault.killedBy)
    EXPECT_TRUE(isFoundBy(check, found)) << check << '\n' << found.output;
  const bool breaksShall =
      std::any_of(fault.killedBy.begin(), fault.killedBy.end(),
                  [&](const std::string& check) { return found.levels[check] == "SHALL"; });
  EXPECT_EQ(found.exitCode, breaksShall ? 1 : 0) << found.output;
}

INSTANTIATE_TEST_SUITE_P(Mutation, EachFault, ::testing::ValuesIn(describedFaults()),
                         [](const auto& fault) { return testName(fault.param.name); });

TEST(Faults, AreDescribedOneAndAll) {
  std::vector<std::string> made, described;
  for (const Fault& fault : allFaults()) made.emplace_back(fault.name);
  for (const FaultEntry& entry : describedFaults()) described.push_back(entry.name);
  EXPECT_THAT(described, UnorderedElementsAreArray(made));
}

TEST(Faults, BreakRequirementsThatThereAre) {
  const auto known = requirements();
  for (const FaultEntry& entry : describedFaults())
    EXPECT_TRUE(known.contains(entry.requirement)) << entry.name;
}

TEST(Requirements, AreBrokenByAFaultOneAndAll) {
  std::set<std::string> unbroken = bindingRequirements();
  for (const FaultEntry& entry : describedFaults()) unbroken.erase(entry.requirement);
  EXPECT_THAT(unbroken, IsEmpty()) << "give each of them a fault in conformance/faults that breaks it";
}

TEST(Checks, AreSeenToFailOneAndAll) {
  std::set<std::string> unseen = bindingChecks();
  for (const FaultEntry& entry : describedFaults()) {
    EXPECT_FALSE(entry.killedBy.empty()) << entry.name;
    for (const std::string& check : entry.killedBy) unseen.erase(check);
  }
  EXPECT_THAT(unseen, IsEmpty())
      << "give each of them a fault in conformance/faults that it, and it before others, finds";
}

}  // namespace
}  // namespace cast::conformance::faults
