// Every verdict of a whole run is found again in its transcripts, without the hub: for a hub that keeps every
// promise and for some that break one, so that no kind of step is judged otherwise then than now.
#include <Poco/TemporaryFile.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "programs.hpp"

namespace cast::tests {
namespace {

using testing::HasSubstr;

class AWholeRun : public ::testing::TestWithParam<std::string> {};

TEST_P(AWholeRun, IsJudgedTheSameFromItsTranscripts) {
  Poco::TemporaryFile folder;
  const std::string bundle = folder.path() + "/bundle.zip";
  const std::string fault = GetParam().empty() ? "" : " --fault " + GetParam();
  Call run;
  {
    const RunningHub hub(std::string("exec ") + CAST_FAULTY_HUB +
                         " --ends-with-parent yes --token faulty-token --read-token faulty-read-token "
                         "--expired-token faulty-expired-token" +
                         fault);
    run = call(CAST_CONFORMANCE, {"run", "--quiet", "--hub", hub.url(), "--subject", CAST_FAULTS_SUBJECT,
                                  "--timeout-ms", "1000", "--out", folder.path(), "--bundle", bundle});
  }
  ASSERT_LE(run.exit, 1) << run.output;
  const Call again = call(CAST_CONFORMANCE, {"rejudge", bundle});
  EXPECT_EQ(again.exit, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr(" 0 changed, 0 can't be told"));
}

INSTANTIATE_TEST_SUITE_P(Of, AWholeRun,
                         testing::Values("", "lost-over-websocket", "event-stream-without-fields",
                                         "close-answered-only-to-1000"),
                         [](const auto& fault) {
                           std::string name = fault.param.empty() ? "a-sound-hub" : fault.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace cast::tests
