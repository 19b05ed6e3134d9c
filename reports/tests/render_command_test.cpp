#include "reports/render_command.hpp"

#include <Poco/TemporaryFile.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "samples.hpp"

namespace cast::report {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class RenderCommand : public ::testing::Test {
 protected:
  RenderCommand() { folder_.createDirectories(); }

  ExitCode run(const std::vector<std::string>& arguments) { return runRender(arguments, out_, error_); }
  std::string in(const std::string& file) const { return folder_.path() + "/" + file; }
  std::string sampleFile(const std::string& name) const {
    return CAST_REPORTS_TESTS "/results/" + name + ".json";
  }

  Poco::TemporaryFile folder_;
  std::ostringstream out_, error_;
};

TEST_F(RenderCommand, WritesAllFacesIntoAFolderThatItMakes) {
  EXPECT_EQ(run({sampleFile("mixed"), "--all", in("new/report")}), kOk) << error_.str();
  for (const char* file :
       {"report.html", "junit.xml", "report.md", "report.sarif", "report.tap", "badge.svg"}) {
    EXPECT_GT(std::filesystem::file_size(in("new/report") + "/" + file), 100u) << file;
  }
  EXPECT_EQ(error_.str(), "");
}

TEST_F(RenderCommand, WritesTheFaceAskedForAndNoOther) {
  EXPECT_EQ(run({"--junit=" + in("j.xml"), sampleFile("mixed")}), kOk) << error_.str();
  EXPECT_TRUE(std::filesystem::exists(in("j.xml")));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(RenderCommand, WritesToStandardOutputWhereTheFileIsAHyphen) {
  EXPECT_EQ(run({sampleFile("mixed"), "--markdown", "-"}), kOk) << error_.str();
  EXPECT_THAT(out_.str(), HasSubstr("Cast: Not conformant"));
}

TEST_F(RenderCommand, NamesTheMemberAtFaultAndWritesNothing) {
  std::ofstream(in("bad.json")) << R"({"format": "cast-conformance-result/0"})";
  EXPECT_EQ(run({in("bad.json"), "--html", in("r.html")}), kUsageOrInvalidResult);
  EXPECT_THAT(error_.str(),
              StartsWith("cast-report: " + in("bad.json") + ": /format: is \"cast-conformance-result/0\""));
  EXPECT_FALSE(std::filesystem::exists(in("r.html")));
}

TEST_F(RenderCommand, SaysWhichFileItCannotRead) {
  EXPECT_EQ(run({in("none.json"), "--html", in("r.html")}), kUsageOrInvalidResult);
  EXPECT_THAT(error_.str(), HasSubstr("cannot read " + in("none.json")));
  error_.str("");
  EXPECT_EQ(run({folder_.path(), "--html", in("r.html")}), kUsageOrInvalidResult)
      << "a folder is not a result";
  EXPECT_THAT(error_.str(), HasSubstr("cannot read " + folder_.path()));
}

TEST_F(RenderCommand, SaysWhichFileItCannotWrite) {
  EXPECT_EQ(run({sampleFile("mixed"), "--html", in("missing/r.html")}), kCannotWrite);
  EXPECT_THAT(error_.str(),
              HasSubstr("cannot write " + in("missing/r.html") + ": No such file or directory"));
  EXPECT_EQ(run({sampleFile("mixed"), "--html", "/dev/full"}), kCannotWrite);
}

TEST_F(RenderCommand, SaysWhatIsWrongWithTheCommandLine) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> kWrong{
      {{}, "no result file is given"},
      {{sampleFile("mixed")}, "nothing to write is given"},
      {{sampleFile("mixed"), "--html"}, "html"},
      {{sampleFile("mixed"), "--pdf", "r.pdf"}, "pdf"},
      {{"a.json", "b.json", "--html", "r.html"}, "one result file at a time"},
  };
  for (const auto& [arguments, words] : kWrong) {
    error_.str("");
    EXPECT_EQ(run(arguments), kUsageOrInvalidResult) << words;
    EXPECT_THAT(error_.str(), HasSubstr(words));
    EXPECT_THAT(error_.str(), HasSubstr("see cast-report --help"));
  }
}

}  // namespace
}  // namespace cast::report
