#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Element.h>
#include <Poco/DOM/NodeList.h>
#include <Poco/Path.h>
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>
#include <Poco/TemporaryFile.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "reports/faces/face.hpp"
#include "samples.hpp"

namespace cast::report {
namespace {

using Poco::XML::Document;
using Poco::XML::Element;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Parsed back, as a CI system does it.
class Junit : public ::testing::Test {
 protected:
  void render(const std::string& name) {
    Poco::XML::DOMParser parser;
    document_ = parser.parseString(renderJunit(sample(name)));
  }

  const Element* testcase(const std::string& idAndTitle) {
    const Poco::AutoPtr<Poco::XML::NodeList> cases = document_->getElementsByTagName("testcase");
    for (unsigned long i = 0; i < cases->length(); ++i) {
      const auto* element = dynamic_cast<const Element*>(cases->item(i));
      if (element->getAttribute("name").rfind(idAndTitle, 0) == 0) return element;
    }
    ADD_FAILURE() << "no testcase " << idAndTitle;
    return document_->documentElement();
  }

  Poco::AutoPtr<Document> document_;
};

TEST_F(Junit, HasASuiteForEachProfileAndACaseForEachCheck) {
  render("mixed");
  const Poco::AutoPtr<Poco::XML::NodeList> suites = document_->getElementsByTagName("testsuite");
  EXPECT_EQ(suites->length(), 4u);
  const Element* root = document_->documentElement();
  EXPECT_EQ(root->getAttribute("tests"), "12");
  EXPECT_EQ(root->getAttribute("failures"), "3");
  EXPECT_EQ(root->getAttribute("errors"), "1");
  EXPECT_EQ(dynamic_cast<const Element&>(*suites->item(2)).getAttribute("skipped"), "2");
  EXPECT_EQ(root->getAttribute("time"), "2.253") << "seconds";
}

TEST_F(Junit, TellsOfAFailureWhatWasExpectedAndObserved) {
  render("mixed");
  const Element* failure = testcase("core-payload-kept: ")->getChildElement("failure");
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->getAttribute("type"), "SHALL");
  EXPECT_THAT(failure->innerText(), HasSubstr("At:       /payload\n"));
  EXPECT_THAT(failure->innerText(), HasSubstr("--check core-payload-kept"));
}

TEST_F(Junit, CountsWhatCouldNotBeJudgedAsAnError) {
  render("mixed");
  const Element* error = testcase("ws-both-ways: ")->getChildElement("error");
  ASSERT_TRUE(error);
  EXPECT_THAT(error->getAttribute("message"), HasSubstr("Network is unreachable"));
}

TEST_F(Junit, LetsAWarningPassAndSaysSo) {
  render("mixed");
  const Element* warned = testcase("core-missing-type: ");
  EXPECT_FALSE(warned->getChildElement("failure"));
  EXPECT_THAT(warned->getChildElement("system-out")->innerText(),
              StartsWith("WARNING (SHOULD)\nRequirements: CAST-EVT-03 CAST-OURS-01"));
}

TEST_F(Junit, NamesTheMissingCapabilityOfASkippedCheck) {
  render("mixed");
  const Element* skipped = testcase("sse-notify: ")->getChildElement("skipped");
  ASSERT_TRUE(skipped);
  EXPECT_EQ(skipped->getAttribute("message"), "not claimed: sse");
}

TEST_F(Junit, SummarisesTheWireLog) {
  render("mixed");
  EXPECT_THAT(testcase("core-subscribe: ")->getChildElement("system-out")->innerText(),
              HasSubstr("+1.2 ms  http (http) -> POST /cast/v1/subscribe\n"));
}

TEST_F(Junit, IsWellFormedAndFreeOfControlCharactersWhateverTheSubjectSends) {
  render("hostile");
  EXPECT_THAT(testcase("failed-<script>alert(1)</script>")->getChildElement("failure")->innerText(),
              HasSubstr("<script>alert(1)</script>"));
  for (const char character : renderJunit(sample("hostile"))) {
    const auto byte = static_cast<unsigned char>(character);
    ASSERT_TRUE(byte >= 0x20 || byte == '\n' || byte == '\t') << static_cast<int>(byte);
    ASSERT_NE(byte, 0x7F);
  }
}

// What xmllint says of a document that breaks the rules of the schema; empty if it breaks none.
std::string breaksSchema(const std::string& xml) {
  const Poco::TemporaryFile file;
  std::ofstream(file.path(), std::ios::binary) << xml;
  Poco::Pipe errors;
  const auto lint = Poco::Process::launch(
      "xmllint",
      {"--noout", "--nonet", "--schema", std::string(CAST_REPORTS_TESTS) + "/schemas/junit.xsd", file.path()},
      nullptr, nullptr, &errors);
  Poco::PipeInputStream stream(errors);
  std::string words;
  Poco::StreamCopier::copyToString(stream, words);
  return lint.wait() == 0 ? "" : words;
}

TEST(JunitSchema, AcceptsEverySample) {
  Poco::Path found;
  const char* path = std::getenv("PATH");
  if (!Poco::Path::find(path ? path : "", "xmllint", found))
    GTEST_SKIP()
        << "no xmllint is installed: with one (apt-get install libxml2-utils) JUnit is held against its XSD";
  for (const char* name : {"all_passed", "mixed", "hostile"})
    EXPECT_EQ(breaksSchema(renderJunit(sample(name))), "") << name;
  EXPECT_THAT(breaksSchema("<testsuites><testsuite name=\"a\" tests=\"1\" time=\"0.1234\"/></testsuites>"),
              HasSubstr("time"));
  EXPECT_THAT(breaksSchema("<testsuites><case/></testsuites>"), HasSubstr("case"));
}

}  // namespace
}  // namespace cast::report
