// A check fails a hub on what its requirement says and on nothing else: a hub that does what the
// specification says, and chooses otherwise than the reference hub wherever it may, passes every check.
#include <gmock/gmock.h>

#include <algorithm>
#include <ostream>

#include "fault.hpp"
#include "tests/certification.hpp"
#include "tests/suite.hpp"

namespace cast::conformance::faults {

void PrintTo(const Variation& variation, std::ostream* out) { *out << variation.choice; }

namespace {
using ::testing::IsEmpty;

std::string testName(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void expectNoFault(const Certification& found) {
  EXPECT_EQ(found.exitCode, 0) << found.output;
  EXPECT_THAT(found.checksWith("failed"), IsEmpty());
  EXPECT_THAT(found.checksWith("inconclusive"), IsEmpty());
  // What the reference hub answers where the specification says nothing may be answered otherwise, and is
  // noted.
  for (const std::string& check : found.checksWith("warned"))
    EXPECT_EQ(found.levels.at(check), "informative") << check;
}

TEST(AHubThatKeepsEveryPromise, PassesEveryCheckOfEveryProfile) {
  const Certification found = certify(FaultyHub());
  expectNoFault(found);
  EXPECT_FALSE(found.checksWith("passed").empty());
}

class HubThatChooses : public ::testing::TestWithParam<Variation> {};

TEST_P(HubThatChooses, Otherwise) {
  expectNoFault(certify(FaultyHub({"--variation", std::string(GetParam().name)}), {}, bindingProfiles()));
}

INSTANTIATE_TEST_SUITE_P(A, HubThatChooses, ::testing::ValuesIn(variations().begin(), variations().end()),
                         [](const auto& variation) { return testName(std::string(variation.param.name)); });

}  // namespace
}  // namespace cast::conformance::faults
