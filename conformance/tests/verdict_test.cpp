#include "engine/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/arguments.hpp"
#include "engine/data_fault.hpp"
#include "engine/nearest.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Counts counts(std::initializer_list<Verdict> verdicts) {
  Counts all;
  for (const Verdict verdict : verdicts) all.add(verdict);
  return all;
}

TEST(Verdict, ExitCodesFollowTheWorstThatIsCertain) {
  using enum Verdict;
  EXPECT_EQ(exitCodeOf(counts({passed, warned, skipped})), ExitCode::conformant);
  EXPECT_EQ(exitCodeOf(counts({passed, failed, inconclusive})), ExitCode::notConformant);
  EXPECT_EQ(exitCodeOf(counts({passed, inconclusive})), ExitCode::harness);
  EXPECT_EQ(exitCodeOf(counts({skipped})), ExitCode::harness);
}

TEST(Verdict, ARequirementIsJudgedByItsOwnLevel) {
  Requirement requirement;
  requirement.level = Level::shall;
  EXPECT_EQ(requirementVerdict(requirement, {Verdict::passed, Verdict::failed}, false), "failed");
  EXPECT_EQ(requirementVerdict(requirement, {Verdict::passed, Verdict::skipped}, false), "passed");
  EXPECT_EQ(requirementVerdict(requirement, {Verdict::passed, Verdict::inconclusive}, false), "inconclusive");
  EXPECT_EQ(requirementVerdict(requirement, {Verdict::skipped}, false), "skipped");
  EXPECT_EQ(requirementVerdict(requirement, {}, false), "not-tested");
  EXPECT_EQ(requirementVerdict(requirement, {}, true), "attested");
  requirement.level = Level::should;
  EXPECT_EQ(requirementVerdict(requirement, {Verdict::failed}, false), "warned");
}

TEST(Arguments, BothFormsOfAnOptionAreTheSame) {
  const Arguments arguments =
      readArguments({"run", "--hub", "http://a", "--check=x", "--check", "y", "--quiet"});
  EXPECT_EQ(arguments.command, "run");
  EXPECT_EQ(arguments.last("hub"), "http://a");
  EXPECT_EQ(arguments.all("check"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(arguments.has("quiet"));
}

std::string complaint(const std::vector<std::string>& words) {
  try {
    readArguments(words);
    return {};
  } catch (const DataFault& fault) {
    return fault.what();
  }
}

TEST(Arguments, AnUnknownWordIsRefusedWithAHint) {
  EXPECT_THAT(complaint({"run", "--hubb", "x"}), HasSubstr("did you mean '--hub'"));
  EXPECT_THAT(complaint({"rnu"}), HasSubstr("did you mean 'run'"));
  EXPECT_THAT(complaint({"run", "--hub"}), HasSubstr("needs a value"));
  EXPECT_THAT(complaint({"run", "--quiet=yes"}), HasSubstr("takes no value"));
}

TEST(Arguments, ANumberIsWithinItsLimits) {
  EXPECT_EQ(readArguments({"run", "--jobs", "4"}).number("jobs", 16, 1, 256), 4);
  EXPECT_THROW(readArguments({"run", "--jobs", "0"}).number("jobs", 16, 1, 256), DataFault);
  EXPECT_THROW(readArguments({"run", "--jobs", "many"}).number("jobs", 16, 1, 256), DataFault);
}

TEST(Nearest, NamesWhatIsLike) {
  const std::vector<std::string> names{"cast-hub-core", "cast-hub-sse", "other"};
  EXPECT_THAT(hintFor("cast-hub-coer", names), HasSubstr("'cast-hub-core'"));
  EXPECT_THAT(hintFor("sse", names), HasSubstr("'cast-hub-sse'"));
  EXPECT_THAT(nearest("entirely different", names), IsEmpty());
}

}  // namespace
}  // namespace cast::conformance
