// A run that is judged again without its subject, and what is never written down.
#include "engine/bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "engine/document.hpp"
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

const std::string kNotified =
    R"({"do":"websocket.open","as":"app"},{"do":"websocket.subscribe","on":"app","eventTypes":["t:a"]},)"
    R"({"do":"set","name":"id","value":"${uuid}"},)"
    R"({"do":"http","method":"POST","path":"/event","json":{"eventType":"t:a","sessionId":"${session}",)"
    R"("timestamp":"${now}","source":"t","payload":{"id":"${id}"}}},)"
    R"({"do":"expect","from":"app","json":{"properties":{"payload":{"const":{"id":"${id}"}}},"required":["payload"]}},)"
    R"({"do":"expect-count","from":"app","count":1,"json":{"properties":{"eventType":{"const":"t:a"}},)"
    R"("required":["eventType"]}},{"do":"websocket.close","on":"app"})";
const std::string kGet = R"({"do":"http","method":"GET","path":"/thing","expect":{"status":{"const":200}}})";

class RunWithBundle : public ::testing::Test {
 protected:
  Call runHere(const SmallSuite& suite, const std::string& hub, std::vector<std::string> further = {}) {
    file_ = suite.folder().path("run.zip");
    further.insert(further.end(), {"--bundle", file_});
    return run(suite, hub, further);
  }
  Call rejudge(const SmallSuite& suite, const std::vector<std::string>& further = {}) {
    std::vector<std::string> words{"rejudge", "--data", suite.data(), file_};
    words.insert(words.end(), further.begin(), further.end());
    return call(words);
  }

  std::string file_;
};

TEST_F(RunWithBundle, GivesTheSameVerdictsWithoutTheHub) {
  const SmallSuite suite(checkOf(kNotified) + "," + checkOf(kGet, "T-SHOULD"));
  {
    const SmallHub hub;
    runHere(suite, hub.url());
  }
  ASSERT_EQ(resultOf(suite)["checks"][0]["verdict"], "passed") << resultOf(suite)["checks"][0].dump(1);
  const Call called = rejudge(suite);
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
  EXPECT_THAT(called.out, HasSubstr("2 verdicts are the same, 0 changed, 0 can't be told"));
}

TEST_F(RunWithBundle, FindsABrokenPromiseAgain) {
  const SmallSuite suite(checkOf(kNotified));
  {
    const SmallHub hub([](const std::string& notification) {
      std::string spoilt = notification;
      const std::size_t at = spoilt.find("\"id\":\"");
      if (at != std::string::npos) spoilt[at + 6] = spoilt[at + 6] == '0' ? '1' : '0';
      return spoilt;
    });
    runHere(suite, hub.url(), {"--timeout-ms", "500"});
  }
  ASSERT_EQ(resultOf(suite)["checks"][0]["verdict"], "failed");
  EXPECT_EQ(rejudge(suite).code, ExitCode::conformant);
}

TEST_F(RunWithBundle, ShowsWhatANewerSuiteWouldChange) {
  const SmallSuite suite(checkOf(kGet));
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  runHere(suite, hub.url());
  const SmallSuite newer(
      checkOf(R"({"do":"http","method":"GET","path":"/thing","expect":{"status":{"const":201}}})"));
  EXPECT_THAT(rejudge(newer).out, HasSubstr("--own-suite shows what it would change"));
  const Call called = rejudge(newer, {"--own-suite"});
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out, AllOf(HasSubstr("changed   t.shall: was passed, is now failed"), HasSubstr("201")));
  const SmallSuite longer(checkOf(kGet + "," + kGet));
  EXPECT_THAT(rejudge(longer, {"--own-suite"}).out, HasSubstr("can't be told from the transcript"));
}

TEST_F(RunWithBundle, NamesTheFileThatWasDamaged) {
  const SmallSuite suite(checkOf(kGet));
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  runHere(suite, hub.url());
  Bundle bundle = readBundle(file_);
  bundle[transcriptName("t.shall")] += " ";
  writeBundle(bundle, file_);
  const Call called = rejudge(suite);
  EXPECT_EQ(called.code, ExitCode::usage);
  EXPECT_THAT(called.err, AllOf(HasSubstr("run.zip"), HasSubstr("transcripts/t.shall.json")));
  std::ofstream(file_) << "no zip";
  EXPECT_EQ(rejudge(suite).code, ExitCode::usage);
}

TEST_F(RunWithBundle, NamesTheFileInWhichOneByteOfTheArchiveWasChanged) {
  const SmallSuite suite(checkOf(kGet));
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  runHere(suite, hub.url());
  std::string bytes = suite.folder().read("run.zip");
  const std::string name = transcriptName("t.shall");
  const std::size_t data = bytes.find(name) + name.size();
  bytes[data + 40] = static_cast<char>(bytes[data + 40] ^ 1);
  std::ofstream(file_, std::ios::binary) << bytes;
  const Call called = rejudge(suite);
  EXPECT_EQ(called.code, ExitCode::usage);
  EXPECT_THAT(called.err, HasSubstr(name));
}

TEST_F(RunWithBundle, DoesNotGuessWhatIsRedacted) {
  const SmallSuite suite(
      checkOf(R"({"do":"http","method":"GET","path":"/thing","expect":{"json":{"properties":{)"
              R"("patientName":{"const":"Anna"}}}}})"));
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, R"({"patientName":"Anna"})"); });
  const std::string subject = suite.folder().write("subject.json", R"({"redact":["patientName"]})");
  EXPECT_EQ(runHere(suite, hub.url(), {"--subject", subject}).code, ExitCode::conformant);
  const Call called = rejudge(suite);
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out,
              AllOf(HasSubstr("something in it is redacted"), HasSubstr("0 changed, 1 can't be told")));
}

TEST_F(RunWithBundle, SaysWhatJudgedAndWhatWasJudged) {
  const SmallSuite suite(checkOf(kGet));
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  runHere(suite, hub.url(), {"--build", "sha256:0123"});
  const json result = resultOf(suite);
  EXPECT_EQ(result["format"], "cast-conformance-result/2");
  EXPECT_EQ(result["subject"]["build"], "sha256:0123");
  EXPECT_EQ(result["suite"]["sha256"].get<std::string>().size(), 64u);
  EXPECT_GT(result["suite"]["files"].size(), 3u);
  EXPECT_EQ(result["checks"][0]["transcript"][0]["connection"], 1);
}

TEST_F(RunWithBundle, TakesTheScoreOfTheVerySuiteThatJudges) {
  const SmallSuite suite(checkOf(kGet));
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "{}"); });
  runHere(suite, hub.url());
  EXPECT_FALSE(resultOf(suite)["suite"].contains("detection"));
  json mutation{
      {"suite", {{"sha256", resultOf(suite)["suite"]["sha256"]}}}, {"faults", 40}, {"asIntended", 39}};
  const std::string file = suite.folder().write("mutation.json", mutation.dump());
  runHere(suite, hub.url(), {"--mutation", file});
  EXPECT_EQ(resultOf(suite)["suite"]["detection"], (json{{"faults", 40}, {"found", 39}}));
  suite.folder().write("conformance/mutation.json", mutation.dump());
  runHere(suite, hub.url());
  EXPECT_EQ(resultOf(suite)["suite"]["detection"], (json{{"faults", 40}, {"found", 39}}))
      << "the one beside the profiles";
  mutation["suite"]["sha256"] = "another";
  suite.folder().write("mutation.json", mutation.dump());
  suite.folder().write("conformance/mutation.json", mutation.dump());
  runHere(suite, hub.url());
  EXPECT_FALSE(resultOf(suite)["suite"].contains("detection")) << "of another suite";
  const Call called = runHere(suite, hub.url(), {"--mutation", file});
  EXPECT_EQ(called.code, ExitCode::usage);
  EXPECT_THAT(called.err, AllOf(HasSubstr("mutation.json"), HasSubstr("measured for another suite")));
}

TEST_F(RunWithBundle, KnowsWhatCameTooLateToBeSeen) {
  const SmallSuite suite(checkOf(kNotified));
  {
    const SmallHub hub;
    runHere(suite, hub.url());
  }
  Bundle bundle = readBundle(file_);
  json transcript = json::parse(bundle[transcriptName("t.shall")]);
  ASSERT_EQ(transcript["steps"][4]["seen"], json::array({1}));
  transcript["steps"][4]["seen"] = json::array({0});  // as if it had been between the wire and the step
  bundle[transcriptName("t.shall")] = transcript.dump();
  json manifest = json::parse(bundle["manifest.json"]);
  manifest["files"][transcriptName("t.shall")] = sha256(transcript.dump());
  bundle["manifest.json"] = manifest.dump();
  writeBundle(bundle, file_);
  EXPECT_THAT(rejudge(suite).out, HasSubstr("changed   t.shall: was passed, is now failed"));
}

TEST_F(RunWithBundle, HoldsNoTokenSecretOrNamedMemberInAnyOfItsBytes) {
  const ScriptedHub hub([](const HttpMessage& request) {
    return answerWith(400,
                      R"({"you":")" + request.headers.find("Authorization").value_or("") +
                          R"(","patientName":{"family":"Fictitious"},"secret":"hub-made-secret","n":1})");
  });
  const SmallSuite suite(checkOf(
      R"({"do":"http","method":"POST","path":"/subscribe","json":{"secret":"hook-secret","patientName":"Anna Fictitious",)"
      R"("text":"{\"patientName\":\"Anna Fictitious\"}"},"expect":{"status":{"const":201},"json":{"properties":{)"
      R"("patientName":{"const":"x"}}}}})"));
  const std::string subject = suite.folder().write(
      "subject.json",
      R"({"token":"run-token-value","readToken":"read-token-value","redact":["patientName"]})");
  const Call called = runHere(suite, hub.url(), {"--subject", subject});
  std::string written = called.out + called.err + suite.folder().read("out/result.json");
  for (const auto& [name, bytes] : readBundle(file_))
    if (!name.starts_with("suite/")) written += bytes;  // a profile's own words are public
  for (const char* secret :
       {"run-token-value", "read-token-value", "hook-secret", "hub-made-secret", "Fictitious"})
    EXPECT_THAT(written, Not(HasSubstr(secret)));
  EXPECT_THAT(written, HasSubstr(R"(\"n\":1)")) << "what stands beside them is kept";
}

}  // namespace
}  // namespace cast::conformance
