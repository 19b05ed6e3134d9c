#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/program_call.hpp"
#include "tests/scripted_hub.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::answerWith;
using tests::Call;
using tests::call;
using tests::checkOf;
using tests::resultOf;
using tests::run;
using tests::ScriptedHub;
using tests::SmallHub;
using tests::SmallSuite;

const std::string kNotFound = answerWith(404, R"({"error":"no"})");
const std::string kGet = R"({"do":"http","method":"GET","path":"/thing","expect":{"status":{"const":200}}})";

TEST(Run, AHubThatAnswers404ToAllIsNotConformant) {
  const ScriptedHub hub([](const HttpMessage&) { return kNotFound; });
  const SmallSuite suite(checkOf(kGet));
  const Call called = run(suite, hub.url());
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out,
              AllOf(HasSubstr("failed: t.shall"), HasSubstr("T-SHALL"), HasSubstr("expected: status 200"),
                    HasSubstr("observed: 404"), HasSubstr("--check t.shall")));
  EXPECT_EQ(resultOf(suite)["verdict"], "not-conformant");
  EXPECT_EQ(resultOf(suite)["checks"][0]["failure"]["step"], "/checks/0/steps/0");
}

TEST(Run, NobodyListeningIsUnreachable) {
  std::string url;
  {
    url = ScriptedHub([](const HttpMessage&) { return kNotFound; }).url();
  }
  const Call called = run(SmallSuite(checkOf(kGet)), url);
  EXPECT_EQ(called.code, ExitCode::unreachable);
  EXPECT_THAT(called.err, AllOf(HasSubstr("unreachable"), HasSubstr("connection refused")));
}

TEST(Run, ABadProfileIsAMatterOfUsageAndNamesTheMember) {
  const SmallSuite suite(checkOf(kGet));
  const std::string file = suite.folder().write("mine.json", R"({"id":"mine","title":"Mine","version":"1.0.0",
      "subject":"hub","checks":[{"id":"m.x","title":"x","requirements":["T-SHALL"],"steps":[{"do":"http","methd":"GET"}]}]})");
  const Call called = run(suite, "http://127.0.0.1:1/cast/v1", {"--profile", file});
  EXPECT_EQ(called.code, ExitCode::usage);
  EXPECT_THAT(called.err, AllOf(HasSubstr("mine.json"), HasSubstr("/checks/0/steps/0")));
  EXPECT_EQ(call({"validate", "--data", suite.data(), file}).code, ExitCode::usage);
}

TEST(Run, AVendorsProfileNeedsNoCompiling) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  const SmallSuite suite(checkOf(kGet));
  const std::string file = suite.folder().write("mine.json", R"({"id":"mine","title":"Mine","version":"1.0.0",
      "subject":"hub","checks":[{"id":"m.x","title":"x","requirements":["T-SHALL"],"steps":[)" +
                                                                 kGet + "]}]}");
  const Call called = run(suite, hub.url(), {"--profile", file});
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
  EXPECT_THAT(call({"validate", "--data", suite.data(), file}).out, HasSubstr("a valid profile file"));
}

TEST(Run, UnknownNamesAndFlagsAreAMatterOfUsage) {
  const SmallSuite suite(checkOf(kGet));
  EXPECT_THAT(run(suite, "http://h/", {"--check", "t.shal"}).err, HasSubstr("did you mean 't.shall'"));
  EXPECT_EQ(run(suite, "http://h/", {"--check", "t.shal"}).code, ExitCode::usage);
  EXPECT_THAT(run(suite, "http://h/", {"--profile", "tets"}).err, HasSubstr("did you mean 'test'"));
  EXPECT_EQ(run(suite, "h:80").code, ExitCode::usage);
  EXPECT_EQ(run(suite, "http://h/", {"--jbos", "1"}).code, ExitCode::usage);
  const std::string subject = suite.folder().write("subject.json", R"({"hub":"http://h/","tokn":"x"})");
  const Call called = call({"run", "--data", suite.data(), "--subject", subject});
  EXPECT_EQ(called.code, ExitCode::usage);
  EXPECT_THAT(called.err, AllOf(HasSubstr("subject.json"), HasSubstr("tokn")));
}

TEST(Run, ABrokenShouldWarnsAndABrokenAdviceNeverCondemns) {
  const ScriptedHub hub([](const HttpMessage&) { return kNotFound; });
  const SmallSuite suite(checkOf(kGet, "T-SHOULD") + "," + checkOf(kGet, "T-INFO"));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::conformant);
  EXPECT_EQ(resultOf(suite)["counts"]["warned"], 2);
  EXPECT_EQ(resultOf(suite)["requirements"][1]["verdict"], "warned");
}

TEST(Run, WhatIsNotClaimedIsSkippedByNameAndNeverGreen) {
  const ScriptedHub hub([](const HttpMessage&) { return kNotFound; });
  const SmallSuite suite(checkOf(kGet, "T-SHALL", R"(,"capabilities":["sse"])"));
  const Call called = run(suite, hub.url());
  EXPECT_EQ(called.code, ExitCode::harness);
  EXPECT_THAT(called.out, HasSubstr("skipped: 1 check, not claimed: sse"));
  EXPECT_THAT(called.out, HasSubstr("not judged, though each SHALL hold: 1 requirement, T-SHALL"));
  EXPECT_EQ(resultOf(suite)["checks"][0]["verdict"], "skipped");
  EXPECT_EQ(resultOf(suite)["profiles"][0]["verdict"], "not-tested");
}

TEST(Run, CapabilitiesComeFromDiscovery) {
  const ScriptedHub hub([](const HttpMessage& request) {
    if (request.target != "/cast/v1/.well-known/cast-configuration") return answerWith(200, "{}");
    return answerWith(200, R"({"transports":["http","sse"],"variants":[{"id":"labcast","version":"1"}]})");
  });
  const SmallSuite suite(
      checkOf(kGet, "T-SHALL", R"(,"capabilities":["sse","variant-labcast","discovery"])"));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::conformant);
  EXPECT_EQ(resultOf(suite)["subject"]["capabilitiesFrom"], "discovery");
}

TEST(Run, NoTokenIsWrittenDownAnywhere) {
  const ScriptedHub hub([](const HttpMessage& request) {
    return answerWith(404, "you sent " + request.headers.find("Authorization").value_or("nothing"));
  });
  const SmallSuite suite(
      checkOf(kGet + R"(,{"do":"http","method":"GET","path":"/x","token":"literal-one"})", "T-INFO") + "," +
      checkOf(R"({"do":"http","method":"GET","path":"/x","token":"literal-two"},)" + kGet));
  const Call called = run(suite, hub.url(), {"--token", "very-secret", "--read-token", "also-secret"});
  const std::string written = called.out + suite.folder().read("out/result.json");
  EXPECT_THAT(written, AllOf(HasSubstr("you sent Bearer [redacted]"), HasSubstr("$CAST_TOKEN")));
  for (const char* token : {"very-secret", "also-secret", "literal-two"})
    EXPECT_THAT(written, Not(HasSubstr(token)));
}

TEST(Run, ASubjectThatHangsUpFailsTheCheckAndSaysSo) {
  const ScriptedHub hub([](const HttpMessage&) { return std::string(); });
  const SmallSuite suite(checkOf(R"({"do":"http","method":"GET","path":"/x"})"));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::notConformant);
  EXPECT_EQ(resultOf(suite)["checks"][0]["failure"]["observed"],
            "the connection was closed without an answer");
}

TEST(Run, ABrokenWayToTheSubjectIsInconclusive) {
  const ScriptedHub hub([](const HttpMessage&) { return kNotFound; });
  const SmallSuite suite(checkOf(R"({"do":"http","method":"GET","url":"http://127.0.0.1:1/"})"));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::harness);
  EXPECT_THAT(resultOf(suite)["checks"][0]["reason"].get<std::string>(), HasSubstr("connection refused"));
}

const std::string kPublish = R"({"do":"http","method":"POST","path":"/event","json":
    {"eventType":"conformance:alpha","sessionId":"${session}","payload":{"n":1}},"expect":{"status":{"const":202}}})";
const std::string kSubscribed = R"({"do":"websocket.open","as":"a"},
    {"do":"websocket.subscribe","on":"a","eventTypes":["conformance:alpha"]},)";
const std::string kExpectAlpha =
    R"(,{"do":"expect","from":"a","timeoutMs":300,"json":{"required":["eventType"],"properties":
    {"eventType":{"const":"conformance:alpha"},"sessionId":{"const":"${session}"},"payload":{"const":{"n":1}}}}})";

TEST(Run, AnEventIsFollowedFromHttpToWebSocket) {
  const SmallHub hub;
  const SmallSuite suite(
      checkOf(kSubscribed + kPublish + kExpectAlpha +
              R"(,{"do":"expect-none","from":"a","json":{"required":["eventType"],"properties":
                                      {"eventType":{"const":"conformance:beta"}}}},
                                    {"do":"websocket.ping","on":"a"},{"do":"websocket.close","on":"a"})"));
  const Call called = run(suite, hub.url());
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
}

TEST(Run, ABarrierIsContentWithTheConnectionsEndAndAPingIsNot) {
  const SmallHub hub;
  const std::string closed =
      R"({"do":"websocket.open","as":"a"},{"do":"websocket.send","on":"a","opcode":8,"body":""},)";
  const SmallSuite barrier(checkOf(closed + R"({"do":"websocket.ping","on":"a","barrier":true})"));
  EXPECT_EQ(run(barrier, hub.url()).code, ExitCode::conformant);
  const SmallSuite ping(checkOf(closed + R"({"do":"websocket.ping","on":"a"})"));
  EXPECT_EQ(run(ping, hub.url()).code, ExitCode::notConformant);
}

TEST(Run, WhatAServerMustNotSendIsNamed) {
  const SmallHub hub(
      [](const std::string&) { return std::string("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"); });
  const SmallSuite suite(checkOf(kSubscribed + kPublish + kExpectAlpha));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::notConformant);
  EXPECT_THAT(resultOf(suite)["checks"][0]["failure"]["observed"].get<std::string>(),
              HasSubstr("must not mask"));
}

TEST(Run, ADuplicateMemberInANotificationIsNamed) {
  const SmallHub hub([](const std::string&) { return std::string("\x81\x0D") + R"({"a":1,"a":2})"; });
  const SmallSuite suite(checkOf(kSubscribed + kPublish + kExpectAlpha));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::notConformant);
  EXPECT_THAT(resultOf(suite)["checks"][0]["failure"]["observed"].get<std::string>(),
              HasSubstr("occurs twice"));
}

TEST(Run, BranchesRunSideBySideAndTheirBindingsStay) {
  const SmallHub hub;
  const std::string branch =
      R"([{"do":"expect","from":"a","timeoutMs":5000,"json":{"required":["payload"]},"bind":{"got":"/payload/n"}}])";
  const SmallSuite suite(checkOf(kSubscribed + R"({"do":"concurrently","branches":[)" + branch + ",[" +
                                 kPublish + R"(]]},{"do":"compare","value":"${got}","json":{"const":1}})"));
  const Call called = run(suite, hub.url());
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
}

TEST(Run, RepeatsUntilAMessageArrives) {
  const SmallHub hub;
  const SmallSuite suite(
      checkOf(kSubscribed + R"({"do":"measure","name":"arrival","steps":[{"do":"repeat","index":"i",
      "until":{"from":"a","json":{"required":["n"],"properties":{"n":{"const":2}}}},"steps":[{"do":"http","method":"POST",
      "path":"/event","json":{"n":"${i}"}}]}]})"));
  const Call called = run(suite, hub.url());
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
  EXPECT_EQ(resultOf(suite)["checks"][0]["measurements"][0]["unit"], "ms");
}

TEST(Commands, ListExplainAndCoverageReadTheData) {
  const SmallSuite suite(checkOf(kGet, "T-SHALL", R"(,"hint":"Mend it.")"));
  EXPECT_EQ(json::parse(call({"list", "--json", "--data", suite.data()}).out)[0]["id"], "t.shall");
  EXPECT_THAT(call({"explain", "t.shall", "--data", suite.data()}).out,
              AllOf(HasSubstr("A hub does it."), HasSubstr("GET /thing"), HasSubstr("expect/status: 200"),
                    HasSubstr("Mend it.")));
  EXPECT_THAT(call({"coverage", "--data", suite.data()}).out,
              AllOf(HasSubstr("t.shall"), HasSubstr("T-SHOULD (SHOULD) NO CHECK")));
  EXPECT_EQ(call({"--version"}).code, ExitCode::conformant);
  EXPECT_EQ(call({}).code, ExitCode::usage);
}

}  // namespace
}  // namespace cast::conformance
