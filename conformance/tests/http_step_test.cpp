// What an http step takes for an answer, and which tokens it can show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/program_call.hpp"
#include "tests/scripted_hub.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;
using tests::answerWith;
using tests::call;
using tests::Call;
using tests::checkOf;
using tests::resultOf;
using tests::run;
using tests::ScriptedHub;
using tests::SmallSuite;

const std::string kMayRefuse =
    R"({"do":"http","method":"POST","path":"/large","mayRefuse":true,"body":"x","expect":{"status":{"const":200}}})";
const std::string kImpossible = R"({"do":"compare","value":1,"json":{"const":2}})";

TEST(HttpStep, ARefusalThatIsAllowedEndsTheCheckWell) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(413, "{}"); });
  const SmallSuite suite(checkOf(kMayRefuse + "," + kImpossible));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::conformant);
}

TEST(HttpStep, WhatIsAcceptedIsJudgedFurther) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  const SmallSuite suite(checkOf(kMayRefuse + "," + kImpossible));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::notConformant);
}

TEST(HttpStep, AnErrorOfTheHubIsNoRefusal) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(500, "{}"); });
  EXPECT_EQ(run(SmallSuite(checkOf(kMayRefuse)), hub.url()).code, ExitCode::notConformant);
}

TEST(HttpStep, AHubThatLimitsItsCallersIsNotBlamed) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(429, "{}"); });
  const SmallSuite suite(
      checkOf(R"({"do":"http","method":"GET","path":"/","expect":{"status":{"const":200}}})"));
  EXPECT_THAT(run(suite, hub.url()).out, HasSubstr("limits how often it is asked (429)"));
  EXPECT_EQ(resultOf(suite)["checks"][0]["verdict"], "inconclusive");
}

TEST(HttpStep, SendsItsContentInChunks) {
  const std::string content = R"({"text":"in pieces that end anywhere, and without a length"})";
  const ScriptedHub hub([&](const HttpMessage& request) {
    const bool asMeant = request.headers.find("Transfer-Encoding") == "chunked" &&
                         !request.headers.find("Content-Length") && request.body == content;
    return answerWith(asMeant ? 200 : 400, "{}");
  });
  const SmallSuite suite(checkOf(R"({"do":"http","method":"POST","path":"/event","chunked":true,"json":)" +
                                 content + R"(,"expect":{"status":{"const":200}}})"));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::conformant);
}

TEST(HttpStep, ShowsTokensThatAreOnlyLikeTheSubjects) {
  std::mutex mutex;
  std::set<std::string> shown;
  const ScriptedHub hub([&](const HttpMessage& request) {
    const std::scoped_lock lock(mutex);
    if (request.target == "/cast/v1/with") shown.insert(request.headers.find("Authorization").value_or(""));
    return answerWith(200, "{}");
  });
  std::string steps;
  for (const char* token : {"extended", "shortened", "prefixed", "altered", "recased"})
    steps += (steps.empty() ? "" : ",") +
             std::string(R"({"do":"http","method":"GET","path":"/with","token":")") + token + "\"}";
  const SmallSuite suite(checkOf(steps));
  EXPECT_EQ(call({"run", "--data", suite.data(), "--hub", hub.url(), "--token", "aToken7", "--out",
                  suite.folder().path("out")})
                .code,
            ExitCode::conformant);
  EXPECT_THAT(shown, UnorderedElementsAre("Bearer aToken7x", "Bearer aToken", "Bearer xaToken7",
                                          "Bearer aTokenx", "Bearer AtOKEN7"));
}

TEST(Run, AClaimedTokenThatIsMissingIsAMatterOfUsage) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  const SmallSuite suite(checkOf(R"({"do":"http","method":"GET","path":"/"})"));
  const std::string subject =
      suite.folder().write("subject.json", R"({"capabilities":["http","read-token"]})");
  const Call called = call({"run", "--data", suite.data(), "--hub", hub.url(), "--subject", subject, "--out",
                            suite.folder().path("out")});
  EXPECT_EQ(called.code, ExitCode::usage);
  EXPECT_THAT(called.err,
              HasSubstr("claims read-token, and its token is missing: give it with --read-token"));
}

}  // namespace
}  // namespace cast::conformance
