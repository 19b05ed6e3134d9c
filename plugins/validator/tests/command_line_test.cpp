// The commands of cast-plugin: what they refuse, and what repeats what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "program.hpp"

namespace cast::validator {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kProgram = quoted(CAST_PLUGIN_PROGRAM);
const fs::path kBad = fs::path(CAST_TEST_DIR) / "bad-plugins";

Ran plugin(const std::string& words) { return run(kProgram + " " + words + " 2>&1"); }

std::string contentsOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct WrongUsage {
  std::string words;
  std::string answer;
};

class WrongUsageOfCastPlugin : public testing::TestWithParam<WrongUsage> {};

TEST_P(WrongUsageOfCastPlugin, isExitCodeTwoAndALineThatNamesIt) {
  const Ran ran = plugin(GetParam().words);
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.output, AllOf(HasSubstr(GetParam().answer), HasSubstr("see cast-plugin --help")));
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongUsageOfCastPlugin,
    testing::Values(WrongUsage{"", "no command is given"}, WrongUsage{"chekc", "`chekc` is no command"},
                    WrongUsage{"check", "name the plugin's file"},
                    WrongUsage{"check nowhere.so", "nowhere.so is not there"},
                    WrongUsage{"check a.so b.so", "`b.so` is one word too many"},
                    WrongUsage{"check --fast a.so", "`--fast` is no flag"},
                    WrongUsage{"check a.so --only", "`--only` needs a value"},
                    WrongUsage{"check --only speed " + (kBad / "sound.so").string(), "no test `speed`"},
                    WrongUsage{"check --fuzz many " + (kBad / "sound.so").string(), "give a whole number"},
                    WrongUsage{"check --timeout-ms 1 " + (kBad / "sound.so").string(), "from 10 to"},
                    WrongUsage{"new", "name the variant"},
                    WrongUsage{"new LabCast", "`LabCast` can't be a variant's name"},
                    WrongUsage{"new lab_cast", "can't be"}, WrongUsage{"new 3dcast", "can't be"},
                    WrongUsage{"new ../labcast", "can't be"}, WrongUsage{"new lab--cast", "can't be"},
                    WrongUsage{"new test", "`test` is taken"},
                    WrongUsage{"new " + std::string(65, 'a'), "can't be"}));

TEST(CastPlugin, tellsItsVersionAndItsFlags) {
  EXPECT_THAT(plugin("--version").output, testing::StartsWith("cast-plugin "));
  const Ran help = plugin("check --help");
  EXPECT_EQ(help.exit, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("--seed"), HasSubstr("exit codes")));
}

TEST(Check, makesOnlyTheTestsThatAreNamed) {
  const Ran ran = plugin("check --only unloads --only=loads-twice " + (kBad / "sound.so").string());
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.output,
              AllOf(HasSubstr("unloads"), HasSubstr("loads-twice"), HasSubstr("2 tests, 2 passed")));
}

TEST(Check, saysOfAFailureWhatIsAskedWhatToDoAndHowToRepeatIt) {
  const std::string file = (kBad / "quotes_content.so").string();
  const Ran ran = plugin("check " + file);
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.output,
              AllOf(HasSubstr("FAILED       reasons-quote-nothing"), HasSubstr("never the value"),
                    HasSubstr("again: cast-plugin check " + file + " --only reasons-quote-nothing"),
                    HasSubstr("quotes-content 1.0.0 is unsound")));
}

TEST(Check, namesACommandThatRepeatsWhatFuzzingFound) {
  const Ran found =
      plugin("check --only fuzz --fuzz 500 --seed 7 " + (kBad / "dies_of_a_number.so").string());
  ASSERT_EQ(found.exit, 1);
  const std::string before = "again: cast-plugin ";
  const std::size_t at = found.output.find(before);
  ASSERT_NE(at, std::string::npos) << found.output;
  const std::size_t begin = at + before.size();
  const Ran repeated = plugin(found.output.substr(begin, found.output.find_first_of(";\n", begin) - begin));
  EXPECT_EQ(repeated.exit, 1);
  EXPECT_THAT(repeated.output, AllOf(HasSubstr("SIGABRT"), HasSubstr("--fuzz 1 ")));
}

TEST(Check, makesTheSameOfTheSameSeed) {
  const std::string words =
      "check --json --only fuzz --fuzz 300 --seed 11 " + (kBad / "dies_of_a_number.so").string();
  const auto first = nlohmann::json::parse(plugin(words).output);
  const auto second = nlohmann::json::parse(plugin(words).output);
  EXPECT_EQ(first.at("tests").at(0).at("findings"), second.at("tests").at(0).at("findings"));
}

TEST(New, writesAProjectWithItsNamesInIt) {
  const TemporaryDirectory scratch;
  const Ran ran = plugin("new bed-sidecast --dir " + (scratch.path() / "there").string());
  EXPECT_EQ(ran.exit, 0) << ran.output;
  const std::string source = contentsOf(scratch.path() / "there/bed-sidecast.cpp");
  EXPECT_THAT(source, AllOf(HasSubstr("CAST_PLUGIN(BedSideCast)"), Not(HasSubstr("@"))));
  EXPECT_THAT(contentsOf(scratch.path() / "there/manifest.json"), HasSubstr("\"bed-side:result-view\""));
  EXPECT_THAT(contentsOf(scratch.path() / "there/.gitignore"), HasSubstr("build"));
}

TEST(New, writesOverNothing) {
  const TemporaryDirectory scratch;
  const fs::path mine = scratch.path() / "labcast/manifest.json";
  fs::create_directories(mine.parent_path());
  std::ofstream(mine) << "mine";
  const Ran ran = plugin("new labcast --dir " + mine.parent_path().string());
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.output, HasSubstr("is there already and not empty"));
  EXPECT_EQ(contentsOf(mine), "mine");
  EXPECT_EQ(std::distance(fs::directory_iterator(mine.parent_path()), {}), 1);
}

TEST(New, intoWhatCannotBeWrittenFailsByName) {
  const Ran ran = plugin("new labcast --dir /proc/labcast");
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.output, HasSubstr("/proc/labcast"));
}

}  // namespace
}  // namespace cast::validator
