// `cast-conformance mutation` with a hub of one scenario in the place of the faulty hub.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/program_call.hpp"
#include "tests/scripted_hub.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::answerWith;
using tests::Call;
using tests::call;
using tests::checkOf;
using tests::ScriptedHub;
using tests::SmallSuite;

const std::string kGet = R"({"do":"http","method":"GET","path":"/thing","expect":{"status":{"const":200}}})";

/// One fault, one fair subject, and the program that is to be both.
void writeSubjects(const tests::TemporaryFolder& folder, const std::string& program) {
  folder.write("faults/subject.json", R"({"capabilities":["http"]})");
  folder.write("faults/variations.json", R"([{"name":"loud","choice":"c"}])");
  folder.write("faults/faults.json",
               R"([{"name":"mute","promise":"p","harm":"lost","killedBy":["t.shall"]}])");
  folder.write("programs/cast-faulty-hub", program);
  std::filesystem::permissions(folder.path("programs/cast-faulty-hub"), std::filesystem::perms::owner_all);
}

Call judge(const SmallSuite& suite, const std::string& programs, std::vector<std::string> further) {
  further.insert(further.begin(), {"mutation", "--data", suite.data(), "--faults",
                                   suite.folder().path("faults"), "--programs", programs});
  return call(further);
}

TEST(Mutation, RefusesFaultsAndProgramsThatAreNowhere) {
  const SmallSuite suite(checkOf(kGet));
  const auto& folder = suite.folder();
  writeSubjects(folder, "#!/bin/true\n");
  const auto with = [&suite](const std::string& programs, const std::vector<std::string>& further = {}) {
    return judge(suite, programs, further);
  };
  EXPECT_THAT(with("/nowhere").err, HasSubstr("there is no /nowhere/cast-faulty-hub"));
  EXPECT_THAT(with(folder.path("programs"), {"--fault", "mut"}).err, HasSubstr("did you mean 'mute'"));
  EXPECT_THAT(with(folder.path("programs"), {"--fair", "hub-lout"}).err,
              HasSubstr("did you mean 'hub-loud'"));
  EXPECT_THAT(with(folder.path("programs"), {"--fault", "mute", "--out", folder.path("score.json")}).err,
              HasSubstr("--out writes the score of all faults: leave out --fault"));
  const auto broken = with(folder.path("programs"), {"--fault", "mute"});
  EXPECT_EQ(broken.code, ExitCode::harness);
  EXPECT_THAT(broken.err, HasSubstr("--fault mute did not come up"));
  folder.write("faults/faults.json",
               R"([{"name":"mute","promise":"p","harm":"loss","killedBy":["t.shall"]}])");
  EXPECT_THAT(with(folder.path("programs")).err, HasSubstr("at /0: each entry needs name, promise, harm"));
}

/// A suite of one check with one fault and one fair subject, which are told apart by when they are started.
class UnsteadySubjects {
 public:
  /// `isBroken(n)`: whether the subject that was started as the nth is.
  explicit UnsteadySubjects(const std::function<bool(std::ptrdiff_t)>& isBroken)
      : hub_([this, isBroken](const HttpMessage&) {
          const std::string starts = folder().read("starts");
          return isBroken(std::count(starts.begin(), starts.end(), '\n')) ? answerWith(404, "{}")
                                                                          : answerWith(200, "{}");
        }) {
    const std::string url = hub_.url();
    const std::string port = url.substr(url.rfind(':') + 1, url.rfind("/cast") - url.rfind(':') - 1);
    writeSubjects(folder(), "#!/bin/sh\necho started >>" + folder().path("starts") +
                                "\necho '{\"port\":" + port + "}'\nexec tail -f /dev/null\n");
  }

  Call judge(const std::vector<std::string>& further) const {
    return conformance::judge(suite_, folder().path("programs"), further);
  }

 private:
  const tests::TemporaryFolder& folder() const { return suite_.folder(); }

  SmallSuite suite_{checkOf(kGet)};
  ScriptedHub hub_;
};

TEST(Mutation, NamesAFaultThatTheCheckMeantForItDoesNotFind) {
  const UnsteadySubjects subjects([](std::ptrdiff_t) { return false; });
  const auto called = subjects.judge({"--fault", "mute"});
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out, HasSubstr("SURVIVED  mute: p; not found by t.shall (passed)"));
}

TEST(Mutation, JudgesAMissedFaultAgainWhereAskedAndSaysSo) {
  // The first is judged by the check meant for it, the second by all, and the third is judged again.
  const UnsteadySubjects subjects([](std::ptrdiff_t start) { return start > 2; });
  const auto called = subjects.judge({"--fault", "mute", "--again", "1"});
  EXPECT_EQ(called.code, ExitCode::conformant);
  EXPECT_THAT(called.out,
              AllOf(HasSubstr("SURVIVED  mute: p"), HasSubstr("killed    mute (judged again, alone)\n")));
}

TEST(Mutation, JudgesABlamedSubjectAgainWhereAskedAndSaysSo) {
  const UnsteadySubjects subjects([](std::ptrdiff_t start) { return start == 1; });
  const auto called = subjects.judge({"--fair", "hub-loud", "--again", "1"});
  EXPECT_EQ(called.code, ExitCode::conformant);
  EXPECT_THAT(called.out, AllOf(HasSubstr("BLAMED    hub-loud: c"),
                                HasSubstr("fair      hub-loud (judged again, alone)")));
}

TEST(Mutation, BlamesStillWhoIsBlamedAgain) {
  const UnsteadySubjects subjects([](std::ptrdiff_t) { return true; });
  const auto called = subjects.judge({"--fair", "hub-loud", "--again", "1"});
  EXPECT_EQ(called.code, ExitCode::notConformant);
  EXPECT_THAT(called.out, HasSubstr("BLAMED    hub-loud (judged again, alone)"));
}

}  // namespace
}  // namespace cast::conformance
