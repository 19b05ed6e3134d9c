// What is judged of TLS: at hubs of https, and at callbacks that show certificates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/faulty_hub.hpp"
#include "engine/hub_certificates.hpp"
#include "engine/subject.hpp"
#include "tests/program_call.hpp"
#include "tests/scripted_hub.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::answerWith;
using tests::Call;
using tests::call;
using tests::checkOf;
using tests::resultOf;
using tests::run;
using tests::ScriptedHub;
using tests::SmallSuite;

const std::string kOldVersion = R"({"do":"tls.open","version":"1.1","expect":"refused"})";

std::string subscribing(const std::string& callback) {
  return R"({"do":"http","method":"POST","path":"/subscribe","json":{"eventTypes":["t:a"],"sessionId":"${session}",
             "callbackUrl":"${)" +
         callback + R"(.url}"}})";
}

std::string publishing(int number, const std::string& further = "") {
  return R"({"do":"http","method":"POST","path":"/event","json":{"eventType":"t:a","timestamp":"${now}",
             "source":"t","sessionId":"${session}","payload":{"n":)" +
         std::to_string(number) + "}}" + further + "}";
}

std::string expecting(int number) {
  return R"({"do":"expect","from":"app","json":{"properties":{"payload":{"const":{"n":)" +
         std::to_string(number) + R"(}}},"required":["payload"]}})";
}

/// The check of a callback that must not be reached.
std::string checkOfCallback(const std::string& certificate) {
  return checkOf(R"({"do":"callback.open","as":"app"},{"do":"callback.open","as":"other","certificate":")" +
                 certificate + R"("},)" + subscribing("app") + "," + subscribing("other") + "," +
                 publishing(1) + "," + expecting(1) + R"(,{"do":"callback.settle","on":"other"},)" +
                 publishing(2) + "," + expecting(2) + R"(,{"do":"expect-none","from":"other","json":true})");
}

/// A hub over TLS or, without `scheme`, in plain text.
class Hub {
 public:
  explicit Hub(const std::string& fault = {}, const std::string& scheme = "https")
      : hub_(CAST_FAULTY_HUB, subjectOf(scheme), toldOf(fault, scheme)) {}
  std::string url() const { return hub_.url(); }
  std::string authority() const { return certificates_.authorityFile(); }

 private:
  static Subject subjectOf(const std::string& scheme) {
    Subject subject;
    subject.hub = scheme + "://127.0.0.1/cast/v1";
    subject.token = "T";
    return subject;
  }
  std::vector<std::string> toldOf(const std::string& fault, const std::string& scheme) const {
    std::vector<std::string> told = certificates_.forCallbacks();
    const auto listening = certificates_.forListening();
    if (scheme == "https") told.insert(told.end(), listening.begin(), listening.end());
    if (!fault.empty()) told.insert(told.end(), {"--fault", fault});
    return told;
  }

  HubCertificates certificates_;
  FaultyHub hub_;
};

/// A run, with its bundle.
Call runOn(const SmallSuite& suite, const Hub& hub) {
  return run(suite, hub.url(),
             {"--token", "T", "--ca-file", hub.authority(), "--bundle", suite.folder().path("run.zip")});
}

Call rejudged(const SmallSuite& suite) {
  return call({"rejudge", "--data", suite.data(), suite.folder().path("run.zip")});
}

std::string observedIn(const SmallSuite& suite) {
  return resultOf(suite)["checks"][0]["failure"]["observed"];
}

TEST(Https, IsSettledByTheBaseUrlWhateverTheSubjectFileClaims) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(404, "{}"); });
  const SmallSuite suite(checkOf(kOldVersion, "T-SHALL", R"(,"capabilities":["https"])"));
  const std::string file = suite.folder().write("subject.json", R"({"capabilities":["http","https"]})");
  const Call called = run(suite, hub.url(), {"--subject", file});
  EXPECT_THAT(called.out, HasSubstr("skipped: 1 check, not claimed: https"));
  EXPECT_THAT(resultOf(suite)["subject"]["capabilities"], ElementsAre("http"));
}

TEST(Https, IsClaimedByEveryHubOfHttps) {
  const Hub hub;
  const SmallSuite suite(
      checkOf(R"({"do":"compare","value":"${websocket}","json":{"pattern":"^wss://127.0.0.1:"}})", "T-SHALL",
              R"(,"capabilities":["https"])"));
  const Call called = runOn(suite, hub);
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
}

TEST(TlsOpen, TellsVersionsThatAreSpokenFromOthers) {
  const Hub hub;
  const SmallSuite suite(checkOf(R"({"do":"tls.open","version":"1.0","expect":"refused"},)" + kOldVersion +
                                 R"(,{"do":"tls.open","version":"1.2","expect":"accepted"},
                                     {"do":"tls.open","version":"1.3","expect":"accepted"})"));
  const Call called = runOn(suite, hub);
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
  EXPECT_THAT(resultOf(suite)["checks"][0]["transcript"].dump(),
              AllOf(HasSubstr("a handshake with TLS 1.1: refused ("),
                    HasSubstr("a handshake with TLS 1.3: accepted")));
  EXPECT_EQ(rejudged(suite).code, ExitCode::conformant);
}

TEST(TlsOpen, FindsAnOldVersionThatIsSpokenAndFindsItAgainInTheTranscript) {
  const Hub hub("tls-1.1-accepted");
  const SmallSuite suite(checkOf(kOldVersion));
  EXPECT_EQ(runOn(suite, hub).code, ExitCode::notConformant);
  EXPECT_EQ(observedIn(suite), "a handshake with TLS 1.1: accepted");
  EXPECT_THAT(rejudged(suite).out, HasSubstr("1 verdicts are the same, 0 changed, 0 can't be told"));
}

TEST(TlsOpen, AtAHubInPlainTextIsAMistakeOfTheProfile) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(404, "{}"); });
  const SmallSuite suite(checkOf(kOldVersion));
  run(suite, hub.url());
  EXPECT_EQ(resultOf(suite)["checks"][0]["verdict"], "inconclusive");
  EXPECT_THAT(resultOf(suite)["checks"][0]["reason"].get<std::string>(), HasSubstr("capability https"));
}

const std::string kPlain = publishing(1, R"(,"plain":true,"expect":{"status":{"minimum":300}})");

TEST(PlainText, ThatIsTurnedAwayWithoutHttpIsFine) {
  const Hub hub;
  const SmallSuite suite(checkOf(kPlain));
  const Call called = runOn(suite, hub);
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
  EXPECT_EQ(rejudged(suite).code, ExitCode::conformant);
}

TEST(PlainText, ThatIsTakenIsFound) {
  const Hub hub("plain-text-on-the-tls-port");
  const SmallSuite suite(checkOf(kPlain));
  EXPECT_EQ(runOn(suite, hub).code, ExitCode::notConformant);
  EXPECT_THAT(observedIn(suite), HasSubstr("200"));
  EXPECT_EQ(rejudged(suite).code, ExitCode::conformant);
}

TEST(CallbackWithACertificate, IsNotReachedByAHubThatValidatesIt) {
  const Hub hub("", "http");
  const SmallSuite suite(checkOfCallback("stranger"));
  const Call called = runOn(suite, hub);
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out << called.err;
  EXPECT_THAT(resultOf(suite)["checks"][0]["transcript"].dump(), HasSubstr("broken off by the caller"));
}

TEST(CallbackWithACertificate, IsReachedByAHubThatDoesNotAndTheTranscriptShowsIt) {
  const Hub hub("callback-certificates-unchecked", "http");
  const SmallSuite suite(checkOfCallback("expired"));
  EXPECT_EQ(runOn(suite, hub).code, ExitCode::notConformant);
  EXPECT_THAT(observedIn(suite), HasSubstr(R"("n":1)"));
  EXPECT_THAT(resultOf(suite)["checks"][0]["transcript"].dump(), HasSubstr("a TLS handshake: complete"));
  EXPECT_EQ(rejudged(suite).code, ExitCode::conformant);
}

}  // namespace
}  // namespace cast::conformance
