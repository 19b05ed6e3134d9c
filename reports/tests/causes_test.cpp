#include "reports/faces/causes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cast::report {
namespace {

Check failing(const std::string& id, const std::string& cause = "", Level level = Level::kShall) {
  Check check;
  check.id = id;
  check.level = level;
  check.failure = Failure{"/checks/0", "a step", "something", "something else", std::nullopt, cause};
  return check;
}

Check unjudged(const std::string& id, const std::string& reason) {
  Check check;
  check.id = id;
  check.reason = reason;
  return check;
}

std::vector<std::vector<std::string>> grouped(const std::vector<Check>& checks) {
  std::vector<const Check*> findings;
  findings.reserve(checks.size());
  for (const Check& check : checks) findings.push_back(&check);
  std::vector<std::vector<std::string>> groups;
  for (const Cause& cause : causesOf(findings)) {
    groups.emplace_back();
    for (const Check* check : cause.checks) groups.back().push_back(check->id);
  }
  return groups;
}

using Groups = std::vector<std::vector<std::string>>;

TEST(Causes, FollowTheRunner) {
  EXPECT_EQ(grouped({failing("follows", "root"), failing("root"), failing("other"), failing("too", "root")}),
            (Groups{{"root", "follows", "too"}, {"other"}}));
}

TEST(Causes, StandEachAloneWhereTheRunnerNamesNone) {
  EXPECT_EQ(grouped({failing("a"), failing("b")}), (Groups{{"a"}, {"b"}}));
}

TEST(Causes, HoldTogetherWhatFollowsFromACheckThatIsNotAmongThem) {
  EXPECT_EQ(grouped({failing("a", "elsewhere"), failing("b"), failing("c", "elsewhere")}),
            (Groups{{"a", "c"}, {"b"}}));
}

TEST(Causes, PutTogetherWhatWasNotJudgedForTheSameReason) {
  EXPECT_EQ(
      grouped({unjudged("a", "refused"), unjudged("b", "the subject was gone"), unjudged("c", "refused")}),
      (Groups{{"a", "c"}, {"b"}}));
}

TEST(Causes, NameTheStrongestFirst) {
  EXPECT_EQ(grouped({failing("may", "", Level::kMay), failing("two"), failing("three"),
                     failing("three too", "three")}),
            (Groups{{"three", "three too"}, {"two"}, {"may"}}));
}

}  // namespace
}  // namespace cast::report
