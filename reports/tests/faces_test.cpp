// Every face of every sample against a golden file: a change of one is seen in review, not in somebody's CI.
#include <gtest/gtest.h>

#include <regex>

#include "reports/faces/face.hpp"
#include "samples.hpp"

namespace cast::report {
namespace {

std::string between(std::string text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin);
  const std::size_t to = from == text.npos ? text.npos : text.find(end, from);
  return to == text.npos ? text : text.replace(from, to - from, begin);
}

// Without the style, the script, their hashes and the program's version: they have tests, or eyes, of their
// own. One element a line, so that a difference can be read.
std::string normalised(std::string html) {
  html = between(std::move(html), "<style>", "</style>");
  html = between(std::move(html), "<script>", "</script></body>");
  html = between(std::move(html), "style-src ", "; base-uri");
  html = between(std::move(html), "cast-report ", "\">");
  std::string lines;
  for (const char character : html) {
    if (character == '<' && !lines.empty() && lines.back() == '>') lines += '\n';
    lines += character;
  }
  return lines + "\n";
}

class Faces : public ::testing::TestWithParam<std::tuple<std::string, Face>> {};

TEST_P(Faces, LookAsTheyDidBefore) {
  const auto& [name, face] = GetParam();
  std::string content = face.render(sample(name));
  if (face.name == "html") content = normalised(std::move(content));
  EXPECT_EQ(content, golden(name + "." + std::string{face.fileName}, content));
}

INSTANTIATE_TEST_SUITE_P(OfSamples, Faces,
                         ::testing::Combine(::testing::Values("all_passed", "mixed", "version_2", "hostile"),
                                            ::testing::ValuesIn(faces().begin(), faces().end())),
                         [](const auto& test) {
                           return std::get<0>(test.param) + "_" + std::string{std::get<1>(test.param).name};
                         });

TEST(Badge, SaysWhatWasSkippedBesideConformant) {
  Result result = sample("all_passed");
  result.counts.skipped = 4;
  EXPECT_NE(renderBadge(result).find("<title id=\"title\">cast: conformant, 4 skipped</title>"),
            std::string::npos);
}

TEST(Markdown, StaysWithinWhatAForgeTakesAsAComment) {
  Result result = sample("mixed");
  const Check failed = result.checks.at(1);
  for (int i = 0; i < 500; ++i) result.checks.push_back(failed);
  const std::string markdown = renderMarkdown(result);
  EXPECT_LT(markdown.size(), 65'536u);
  EXPECT_NE(markdown.find(" more in the full report."), std::string::npos);
}

TEST(Markdown, KeepsHostileTextInsideFencesAndCodeSpans) {
  const std::string markdown = renderMarkdown(sample("hostile"));
  std::istringstream lines(markdown);
  std::string fence;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t quotes = line.find_first_not_of('`');
    const std::size_t run = quotes == line.npos ? line.size() : quotes;
    if (fence.empty() && run >= 3) {
      fence = line.substr(0, run);
    } else if (!fence.empty() && run == line.size() && run >= fence.size()) {
      fence.clear();
    } else if (fence.empty()) {
      const std::string unescaped = std::regex_replace(line, std::regex(R"(\\[`\[\]])"), "");
      const std::string outsideCode =
          std::regex_replace(unescaped, std::regex("(`+)(?!`).*?[^`]\\1(?!`)"), "");
      EXPECT_EQ(outsideCode.find("<script"), std::string::npos) << line;
      EXPECT_EQ(outsideCode.find("<img"), std::string::npos) << line;
      EXPECT_EQ(outsideCode.find("@everyone"), std::string::npos) << line;
      EXPECT_EQ(outsideCode.find("](javascript"), std::string::npos) << line;
    }
  }
  EXPECT_TRUE(fence.empty()) << "a fence was left open";
}

}  // namespace
}  // namespace cast::report
