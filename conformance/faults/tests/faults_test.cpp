// What the lists of faults and choices say fits the code, the requirements and the checks. That the checks
// find the faults and blame no choice is shown by `cast-conformance mutation`.
#include <gmock/gmock.h>

#include <typeinfo>

#include "fault.hpp"
#include "tests/suite.hpp"

namespace cast::conformance::faults {
namespace {
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

template <typename All>
std::vector<std::string> namesOf(const All& all) {
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const auto& each : all) names.emplace_back(each.name);
  return names;
}

TEST(Faults, AreDescribedOneAndAll) {
  EXPECT_THAT(namesOf(describedFaults()), UnorderedElementsAreArray(namesOf(allFaults())));
}

TEST(Variations, AreDescribedOneAndAll) {
  EXPECT_THAT(namesOf(describedVariations()), UnorderedElementsAreArray(namesOf(variations())));
}

TEST(Faults, BreakRequirementsThatThereAre) {
  const auto known = requirements();
  for (const FaultEntry& entry : describedFaults())
    EXPECT_TRUE(known.contains(entry.requirement)) << entry.name;
}

/// Whether a fault takes the place of one of the hooks that every event passes on its way to a receiver.
bool takesEventsInHand(const Fault& fault) {
  Hooks hooks;
  const Hooks plain;
  fault.breaks(hooks);
  return hooks.distributes.target_type() != plain.distributes.target_type() ||
         hooks.delivers.target_type() != plain.delivers.target_type() ||
         hooks.notifies.target_type() != plain.notifies.target_type() ||
         hooks.streams.target_type() != plain.streams.target_type();
}

TEST(Faults, ThatTakeEventsInHandSayWhatHarmTheyDo) {
  std::set<std::string> harmful;
  for (const FaultEntry& entry : describedFaults())
    if (entry.harm != "none") harmful.insert(entry.name);
  for (const Fault& fault : allFaults()) {
    if (takesEventsInHand(fault)) {
      EXPECT_TRUE(harmful.contains(std::string(fault.name))) << fault.name;
    }
  }
}

TEST(Faults, DoTheHarmThatTheirNamesBeginWith) {
  for (const FaultEntry& entry : describedFaults()) {
    for (const char* harm : {"lost", "doubled", "reordered", "misrouted"}) {
      if (entry.name.starts_with(harm) && entry.name != "lost-connections-stay-subscribed") {
        EXPECT_EQ(entry.harm, harm) << entry.name;
      }
    }
  }
}

TEST(Requirements, AreBrokenByAFaultOneAndAll) {
  std::set<std::string> unbroken = bindingRequirements();
  for (const FaultEntry& entry : describedFaults()) unbroken.erase(entry.requirement);
  EXPECT_THAT(unbroken, IsEmpty()) << "give each of them a fault in conformance/faults that breaks it";
}

TEST(Checks, OfHubsAreSeenToFailOneAndAll) {
  std::set<std::string> unseen = bindingChecks();
  for (const FaultEntry& entry : describedFaults()) {
    EXPECT_FALSE(entry.killedBy.empty()) << entry.name;
    for (const std::string& check : entry.killedBy) unseen.erase(check);
  }
  EXPECT_THAT(unseen, IsEmpty()) << "give each of them a fault in conformance/faults that it, and it before "
                                    "others, finds (\"*\" is no such)";
}

TEST(Checks, OfClientsAreSeenToFailOneAndAll) {
  std::set<std::string> unseen = checksOfClients();
  EXPECT_THAT(unseen, ::testing::Not(IsEmpty()));
  for (const std::string& check : checksThatFindFaultsOfClients()) unseen.erase(check);
  EXPECT_THAT(unseen, IsEmpty()) << "give each of them a fault in conformance/faults/client that it finds";
}

}  // namespace
}  // namespace cast::conformance::faults
