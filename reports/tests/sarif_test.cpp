// SARIF 2.1.0 as code scanning services take it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/faces/face.hpp"
#include "samples.hpp"

namespace cast::report {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using Json = nlohmann::json;

Json runOf(const std::string& name) {
  const Json log = Json::parse(renderSarif(sample(name)));
  EXPECT_EQ(log.at("version"), "2.1.0");
  EXPECT_EQ(log.at("runs").size(), 1u);
  return log.at("runs").at(0);
}

TEST(Sarif, HasAResultForEachFindingThatPointsAtItsRule) {
  const Json run = runOf("mixed");
  const Json& rules = run.at("tool").at("driver").at("rules");
  ASSERT_EQ(run.at("results").size(), 4u);
  for (const Json& result : run.at("results")) {
    EXPECT_EQ(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id"), result.at("ruleId"));
    EXPECT_THAT((std::vector<Json>{"error", "warning", "note"}), Contains(result.at("level")));
    const Json& physical = result.at("locations").at(0).at("physicalLocation");
    EXPECT_THAT(physical.at("artifactLocation").at("uri").get<std::string>(), HasSubstr(".json"));
    EXPECT_EQ(physical.at("region").at("startLine"), 1);
    EXPECT_EQ(result.at("partialFingerprints").size(), 1u);
  }
  EXPECT_EQ(run.at("results").at(0).at("level"), "error");
}

TEST(Sarif, TellsWhatCouldNotBeJudgedAsTheToolsOwnTrouble) {
  const Json invocation = runOf("mixed").at("invocations").at(0);
  EXPECT_EQ(invocation.at("executionSuccessful"), false);
  EXPECT_EQ(invocation.at("toolExecutionNotifications").size(), 1u);
}

TEST(Sarif, OfACleanRunHasNoResults) {
  const Json run = runOf("all_passed");
  EXPECT_EQ(run.at("results"), Json::array());
  EXPECT_EQ(run.at("invocations").at(0).at("executionSuccessful"), true);
}

TEST(Sarif, NamesRelativeAddressesOnlyWhateverASubjectIsCalled) {
  const Json run = runOf("hostile");
  for (const Json& result : run.at("results")) {
    const std::string uri =
        result.at("locations").at(0).at("physicalLocation").at("artifactLocation").at("uri");
    EXPECT_EQ(uri.find_first_of(":/<>\" "), uri.npos) << uri;
  }
}

}  // namespace
}  // namespace cast::report
