// Results side by side: what is shown, what is refused, what is a regression.
#include "reports/compare_command.hpp"

#include <Poco/TemporaryFile.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/compare/comparison_page.hpp"
#include "samples.hpp"

namespace cast::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

class CompareCommand : public ::testing::Test {
 protected:
  CompareCommand() { folder_.createDirectories(); }

  // A sample in which `change` altered something, as a file of its own.
  std::string file(const std::string& name, const std::function<void(Json&)>& change = nullptr) {
    Json document = Json::parse(sampleBytes("mixed"));
    if (change) change(document);
    std::string path = folder_.path() + "/" + name;
    std::ofstream(path) << document.dump();
    return path;
  }

  ExitCode run(const std::vector<std::string>& arguments) {
    out_.str("");
    error_.str("");
    return runCompare(arguments, out_, error_);
  }

  std::string page() const {
    std::ifstream in(folder_.path() + "/c.html");
    return {std::istreambuf_iterator<char>(in), {}};
  }

  Poco::TemporaryFile folder_;
  std::ostringstream out_, error_;
};

// Makes a check that passed warn, in agreement with all totals.
void worsen(Json& document) {
  for (Json& check : document["checks"]) {
    if (check["verdict"] != "passed" || check["profile"] != "cast-hub-core") continue;
    check["verdict"] = "warned";
    for (Json* counts : {&document["counts"], &document["profiles"][0]["counts"]}) {
      (*counts)["passed"] = (*counts)["passed"].get<int>() - 1;
      (*counts)["warned"] = (*counts)["warned"].get<int>() + 1;
    }
    for (Json& requirement : document["requirements"])
      for (const Json& id : requirement["checks"])
        if (id == check["id"] && requirement["verdict"] == "passed") requirement["verdict"] = "warned";
    return;
  }
}

TEST_F(CompareCommand, ShowsHubsSideBySideByRequirement) {
  const std::string one = file("a.json");
  const std::string other = file("b.json", [](Json& json) {
    worsen(json);
    json["subject"]["name"] = "Other <hub>";
  });
  ASSERT_EQ(run({one, other, "--html", folder_.path() + "/c.html", "--markdown", "-"}), kOk) << error_.str();
  EXPECT_THAT(page(), AllOf(HasSubstr("Other &lt;hub&gt;"), HasSubstr("1 of "),
                            HasSubstr("class=\"differs\""), Not(HasSubstr("role=\"alert\""))));
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("comparison of 2 runs"), HasSubstr("| passed | warned |")));
}

TEST_F(CompareCommand, RefusesRunsThatAnotherProfileJudged) {
  const auto change = [](Json& json) { json["profiles"][0]["sha256"] = std::string(64, 'e'); };
  const std::string one = file("a.json"), other = file("b.json", change);
  EXPECT_EQ(run({one, other, "--html", folder_.path() + "/c.html"}), kUsageOrInvalidResult);
  EXPECT_THAT(error_.str(), AllOf(HasSubstr("the profile cast-hub-core differs"), HasSubstr("eeeeeeeeeeee"),
                                  HasSubstr("--across-suites")));
  EXPECT_EQ(page(), "");
  EXPECT_EQ(run({"--regressions", one, other}), kUsageOrInvalidResult);

  EXPECT_EQ(run({one, other, "--html", folder_.path() + "/c.html", "--across-suites"}), kOk);
  EXPECT_THAT(page(), AllOf(HasSubstr("role=\"alert\""), HasSubstr("eeeeeeeeeeee")));
  EXPECT_THAT(error_.str(), HasSubstr("warning: the profile cast-hub-core differs"));
}

TEST_F(CompareCommand, RefusesAnotherSuiteAndAnotherSelection) {
  const std::string one = file("a.json");
  EXPECT_EQ(
      run({"--regressions", one, file("b.json", [](Json& json) { json["suite"]["version"] = "9.9.9"; })}),
      kUsageOrInvalidResult);
  EXPECT_THAT(error_.str(), HasSubstr("the suite differs"));
}

TEST_F(CompareCommand, FindsARegressionAndSaysNoToTheShell) {
  const std::string good = file("a.json"), worse = file("b.json", worsen);
  EXPECT_EQ(run({"--regressions", good, worse}), kNo) << error_.str();
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("worse:  "), HasSubstr(": passed, now warned"), HasSubstr("1 regression ")));
  EXPECT_EQ(run({"--regressions", worse, good}), kOk) << "better is no regression";
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("change: "), HasSubstr("0 regressions")));
  EXPECT_EQ(run({"--regressions", good, good}), kOk);
}

TEST_F(CompareCommand, SaysWhatIsWrongWithTheCommandLine) {
  const std::string one = file("a.json");
  const std::vector<std::pair<std::vector<std::string>, std::string>> kWrong{
      {{one, "--html", "x"}, "at least two"},
      {{one, one}, "nothing to write"},
      {{"--regressions", one}, "two results"},
      {{one, one, "--pdf", "x"}, "pdf"}};
  for (const auto& [arguments, words] : kWrong) {
    EXPECT_EQ(run(arguments), kUsageOrInvalidResult);
    EXPECT_THAT(error_.str(), HasSubstr(words));
  }
  EXPECT_EQ(run({one, "/nowhere.json", "--html", "-"}), kUsageOrInvalidResult);
  EXPECT_EQ(run({one, one, "--html", "/nowhere/c.html"}), kCannotWrite);
}

TEST(ComparisonPage, LooksAsItDidBefore) {
  RunSet runs{{"", "a.json", sample("mixed")}, {"", "b.json", sample("hostile")}};
  label(runs);
  const std::string markdown = renderComparisonMarkdown(runs, differentMeasures(runs));
  EXPECT_EQ(markdown, golden("mixed_and_hostile.comparison.md", markdown));
  EXPECT_EQ(renderComparison(runs, {}).find("<script>alert"), std::string::npos);
}

}  // namespace
}  // namespace cast::report
