// What the options of a run change: which checks, how often, in which order, and when it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/program_call.hpp"
#include "tests/scripted_hub.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::answerWith;
using tests::call;
using tests::checkOf;
using tests::resultOf;
using tests::run;
using tests::ScriptedHub;
using tests::SmallSuite;

const std::string kOk = answerWith(200, "{}");
const std::string kNotFound = answerWith(404, R"({"error":"no"})");
const std::string kGet = R"({"do":"http","method":"GET","path":"/thing","expect":{"status":{"const":200}}})";

std::string named(const std::string& id, const std::string& steps, const std::string& further = "") {
  return R"({"id":")" + id + R"(","title":"It holds","requirements":["T-SHALL"])" + further +
         R"(,"steps":[)" + steps + "]}";
}

TEST(RunOptions, ATagChoosesChecks) {
  const ScriptedHub hub([](const HttpMessage&) { return kOk; });
  const SmallSuite suite(named("t.one", kGet, R"(,"tags":["quick"])") + "," + named("t.two", kGet));
  EXPECT_EQ(run(suite, hub.url(), {"--tag", "quick"}).code, ExitCode::conformant);
  EXPECT_EQ(resultOf(suite)["counts"]["passed"], 1);
  const auto none = run(suite, hub.url(), {"--tag", "slow"});
  EXPECT_EQ(none.code, ExitCode::usage);
  EXPECT_THAT(none.err, HasSubstr("tag 'slow'"));
}

TEST(RunOptions, ARepeatedCheckEndsWithTheFirstRunThatDoesNotPass) {
  std::atomic<int> asked{0};
  const ScriptedHub hub([&](const HttpMessage& request) {
    return request.target == "/cast/v1/thing" && ++asked == 3 ? kNotFound : kOk;
  });
  const SmallSuite suite(checkOf(kGet));
  const auto called = run(suite, hub.url(), {"--repeat", "5"});
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out, HasSubstr("run:      3 of 5"));
  EXPECT_EQ(resultOf(suite)["checks"][0]["runs"], 3);
  EXPECT_EQ(asked, 3);
}

TEST(RunOptions, FailFastBeginsNothingAfterTheFirstFailure) {
  const ScriptedHub hub([](const HttpMessage&) { return kNotFound; });
  const SmallSuite suite(named("t.one", kGet) + "," + named("t.two", kGet) + "," + named("t.three", kGet));
  EXPECT_EQ(run(suite, hub.url(), {"--fail-fast", "--jobs", "1"}).code, ExitCode::notConformant);
  EXPECT_EQ(resultOf(suite)["counts"]["failed"], 1);
  EXPECT_EQ(resultOf(suite)["checks"][2]["reason"], "not run: --fail-fast, after t.one");
}

TEST(RunOptions, ASeedChangesTheOrderAndAlwaysInTheSameWay) {
  std::vector<std::string> targets;
  const ScriptedHub hub([&](const HttpMessage& request) {
    if (request.target.find("/n/") != std::string::npos) targets.push_back(request.target);
    return kOk;
  });
  std::string checks;
  for (int i = 0; i < 8; ++i)
    checks += (i == 0 ? "" : ",") +
              named("t.n" + std::to_string(i),
                    R"({"do":"http","method":"GET","path":"/n/)" + std::to_string(i) + R"("})");
  const SmallSuite suite(checks);
  const auto order = [&](const std::vector<std::string>& further) {
    targets.clear();
    std::vector<std::string> words{"--jobs", "1"};
    words.insert(words.end(), further.begin(), further.end());
    EXPECT_EQ(run(suite, hub.url(), words).code, ExitCode::conformant);
    return targets;
  };
  const auto plain = order({});
  const auto seeded = order({"--seed", "7"});
  EXPECT_NE(plain, seeded);
  EXPECT_EQ(seeded, order({"--seed", "7"}));
  EXPECT_EQ(resultOf(suite)["checks"][0]["id"], "t.n0");
}

TEST(RunOptions, WhatBreaksAlikeIsToldOnceWithItsDependents) {
  const ScriptedHub hub([](const HttpMessage& request) {
    return request.target == "/cast/v1/other" ? answerWith(500, "{}") : kNotFound;
  });
  const std::string other =
      R"({"do":"http","method":"GET","path":"/other","expect":{"status":{"const":200}}})";
  const SmallSuite suite(named("t.late", R"({"do":"set","name":"x","value":1},)" + kGet) + "," +
                         named("t.early", kGet) + "," + named("t.apart", other));
  const auto called = run(suite, hub.url());
  EXPECT_THAT(called.out, AllOf(HasSubstr("failed: t.early"), HasSubstr("failed: t.apart"),
                                HasSubstr("1 more broke with the same symptom: t.late"),
                                Not(HasSubstr("failed: t.late"))));
  EXPECT_EQ(resultOf(suite)["checks"][0]["failure"]["cause"], "t.early");
  EXPECT_FALSE(resultOf(suite)["checks"][2]["failure"].contains("cause"));
}

class KnownFailuresOfARun : public testing::Test {
 protected:
  std::string knownFile(const std::string& check) {
    return suite_.folder().write("known.json", R"({"knownFailures":[{"check":")" + check +
                                                   R"(","owner":"Ann","reason":"It is being mended."}]})");
  }
  SmallSuite suite_{named("t.broken", kGet) + "," +
                    named("t.sound", R"({"do":"http","method":"GET","path":"/x"})")};
};

TEST_F(KnownFailuresOfARun, EndItWellButAreNoConformance) {
  const ScriptedHub hub([](const HttpMessage&) { return kNotFound; });
  const auto called = run(suite_, hub.url(), {"--known-failures", knownFile("t.broken")});
  EXPECT_EQ(called.code, ExitCode::conformant) << called.out;
  EXPECT_THAT(called.out,
              AllOf(HasSubstr("not-conformant"), HasSubstr("known:    It is being mended. (Ann)")));
  EXPECT_EQ(resultOf(suite_)["verdict"], "not-conformant");
  EXPECT_EQ(resultOf(suite_)["checks"][0]["known"]["owner"], "Ann");
}

TEST_F(KnownFailuresOfARun, FailItOnceTheyPass) {
  const ScriptedHub hub([](const HttpMessage&) { return kOk; });
  const auto called = run(suite_, hub.url(), {"--known-failures", knownFile("t.broken")});
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out, HasSubstr("t.broken: it passes now, take its entry out"));
}

TEST_F(KnownFailuresOfARun, FailItWhereTheyMatchNothing) {
  const ScriptedHub hub([](const HttpMessage&) { return kOk; });
  const auto called = run(suite_, hub.url(), {"--known-failures", knownFile("t.brokn")});
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out, HasSubstr("t.brokn: there is no such check; did you mean 't.broken'"));
}

TEST_F(KnownFailuresOfARun, LeaveAnyOtherFailureAFailure) {
  const ScriptedHub hub([](const HttpMessage&) { return kNotFound; });
  EXPECT_EQ(run(suite_, hub.url(),
                {"--known-failures", suite_.folder().write("none.json", R"({"knownFailures":[]})")})
                .code,
            ExitCode::notConformant);
  EXPECT_EQ(run(suite_, hub.url(),
                {"--known-failures", suite_.folder().write("bad.json", R"({"knownFailures":[{}]})")})
                .code,
            ExitCode::usage);
}

/// Answers so many requests, and then is gone.
class MortalHub : public ScriptedHub {
 public:
  explicit MortalHub(int requests)
      : ScriptedHub([this, requests](const HttpMessage&) {
          if (++asked_ == requests) end_ = std::thread([this] { stop(); });
          return kOk;
        }) {}
  ~MortalHub() override {
    if (end_.joinable()) end_.join();
    stop();
  }

 private:
  std::atomic<int> asked_{0};
  std::thread end_;
};

TEST(RunOptions, ASubjectThatDiesIsToldWithTheCheckThatWasRunning) {
  const MortalHub hub(5);
  const SmallSuite suite(
      named("t.fatal",
            R"({"do":"repeat","times":100000,"steps":[{"do":"http","method":"GET","path":"/x"}]})") +
      "," + named("t.after", kGet));
  const auto called = run(suite, hub.url(), {"--jobs", "1"});
  EXPECT_NE(called.code, ExitCode::conformant);
  EXPECT_THAT(called.out, HasSubstr("gone before the end; being carried out then: t.fatal"));
  EXPECT_EQ(resultOf(suite)["goneDuring"][0], "t.fatal");
  EXPECT_EQ(resultOf(suite)["checks"][1]["reason"], "not run: the subject was gone");
}

TEST(RunOptions, WhatAHubAnswersAndDoesNotClaimIsNoted) {
  const ScriptedHub hub([](const HttpMessage& request) {
    if (request.target.starts_with("/cast/v1/events")) return answerWith(200, ":\n\n", "text/event-stream");
    return request.target == "/cast/v1/event" ? answerWith(405, "{}") : kOk;
  });
  const SmallSuite suite(checkOf(kGet));
  const std::string subject = suite.folder().write("subject.json", R"({"capabilities":["http"]})");
  const auto called = run(suite, hub.url(), {"--subject", subject});
  EXPECT_EQ(called.code, ExitCode::conformant);
  EXPECT_THAT(called.out, HasSubstr("note: the hub answers sse, which it does not claim"));
  EXPECT_EQ(resultOf(suite)["subject"]["unclaimed"], nlohmann::json({"sse"}));
}

TEST(Init, WritesASubjectFileOfWhatTheHubSaysAndAnswers) {
  const ScriptedHub hub([](const HttpMessage& request) {
    if (request.target == "/cast/v1/event") return answerWith(405, "{}");
    return kNotFound;
  });
  const SmallSuite suite(checkOf(kGet));
  const std::string file = suite.folder().path("subject.json");
  const std::vector<std::string> words{"init", "--data", suite.data(), "--hub", hub.url(), "--out", file};
  EXPECT_EQ(call(words).code, ExitCode::conformant);
  const auto subject = nlohmann::json::parse(suite.folder().read("subject.json"));
  EXPECT_EQ(subject["capabilities"], nlohmann::json({"http"}));
  EXPECT_EQ(call({"validate", "--data", suite.data(), file}).code, ExitCode::conformant);
  EXPECT_THAT(call(words).err, HasSubstr("is there already"));
}

}  // namespace
}  // namespace cast::conformance
