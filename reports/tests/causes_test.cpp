#include "reports/faces/causes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cast::report {
namespace {

Check failing(const std::string& id, const std::string& observed, Level level = Level::kShall,
              std::optional<std::string> pointer = std::nullopt) {
  Check check;
  check.id = id;
  check.level = level;
  check.failure = Failure{"/checks/0", "a step", "something", observed, std::move(pointer), ""};
  return check;
}

std::vector<std::vector<std::string>> grouped(const std::vector<Check>& checks) {
  std::vector<const Check*> findings;
  for (const Check& check : checks) findings.push_back(&check);
  std::vector<std::vector<std::string>> groups;
  for (const Cause& cause : causesOf(findings)) {
    groups.emplace_back();
    for (const Check* check : cause.checks) groups.back().push_back(check->id);
  }
  return groups;
}

using Groups = std::vector<std::vector<std::string>>;

TEST(Causes, PutTogetherWhatDiffersInIdentifiersTimesAndDataAlone) {
  EXPECT_EQ(grouped({failing("a", "no answer in 2000 ms for cast-12ab-3"), failing("b", "status 404"),
                     failing("c", "no answer in 1999 ms for cast-99ff-7 {\"x\":1}")}),
            (Groups{{"a", "c"}, {"b"}}));
}

TEST(Causes, KeepStatusesApart) {
  EXPECT_EQ(grouped({failing("a", "404 Not Found"), failing("b", "500 Oops")}), (Groups{{"a"}, {"b"}}));
}

TEST(Causes, KeepSilenceOverDifferentTransportsApart) {
  Check socket = failing("a", "no further message");
  Check stream = failing("b", "no further message");
  Exchange exchange;
  exchange.transport = Transport::kWebSocket;
  socket.transcript = {exchange};
  exchange.transport = Transport::kSse;
  stream.transcript = {exchange};
  EXPECT_EQ(grouped({socket, stream}), (Groups{{"a"}, {"b"}}));
}

TEST(Causes, PutTogetherWhatDiffersAtTheSameMember) {
  EXPECT_EQ(
      grouped({failing("a", "1 message, it differs: /userId is \"x\"", Level::kShall, "/userId"),
               failing("b", "3 messages, the closest differs: /userId is \"y\"", Level::kShall, "/userId"),
               failing("c", "it differs: /id is \"y\"", Level::kShall, "/id")}),
      (Groups{{"a", "b"}, {"c"}}));
}

TEST(Causes, FollowTheRunnerWhereItNamesOne) {
  std::vector<Check> checks{failing("follows", "x"), failing("root", "y"), failing("other", "z")};
  checks[0].failure->cause = "root";
  EXPECT_EQ(grouped(checks), (Groups{{"root", "follows"}, {"other"}}));
}

TEST(Causes, NameTheStrongestFirst) {
  EXPECT_EQ(grouped({failing("may", "x", Level::kMay), failing("two", "y"), failing("three", "z"),
                     failing("three too", "z")}),
            (Groups{{"three", "three too"}, {"two"}, {"may"}}));
}

}  // namespace
}  // namespace cast::report
