#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/commands.hpp"
#include "engine/suite.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;

/// The blocks of the authors' guide that begin with ```json KIND.
std::vector<std::string> blocks(const std::string& kind) {
  std::vector<std::string> found;
  std::ifstream guide(CAST_DATA "/../docs/authoring-profiles.md");
  bool within = false;
  for (std::string line; std::getline(guide, line);) {
    if (line == "```json " + kind) {
      within = true;
      found.emplace_back();
    } else if (line.starts_with("```")) {
      within = false;
    } else if (within) {
      found.back() += line + "\n";
    }
  }
  return found;
}

TEST(AuthorsGuide, ItsProfileIsValid) {
  const tests::TemporaryFolder folder;
  ASSERT_EQ(blocks("profile").size(), 1U);
  std::ostringstream out;
  EXPECT_EQ(
      runCommandLine({"validate", "--data", CAST_DATA, folder.write("mine.json", blocks("profile").front())},
                     out, out),
      ExitCode::conformant)
      << out.str();
}

TEST(AuthorsGuide, ItsRequirementsAreValid) {
  const tests::TemporaryFolder folder;
  ASSERT_EQ(blocks("requirements").size(), 1U);
  std::ostringstream out;
  EXPECT_EQ(runCommandLine({"validate", "--data", CAST_DATA,
                            folder.write("acme.json", blocks("requirements").front())},
                           out, out),
            ExitCode::conformant)
      << out.str();
}

TEST(AuthorsGuide, ItsStepsMakeAValidCheckOfEveryKind) {
  std::string steps;
  for (const auto& block : blocks("steps")) steps += (steps.empty() ? "" : ",") + block;
  const tests::SmallSuite suite(tests::checkOf(steps));
  EXPECT_NO_THROW(Suite(suite.data()).tie());
  for (const char* kind : {"http",
                           "raw",
                           "websocket.open",
                           "websocket.send",
                           "websocket.subscribe",
                           "websocket.ping",
                           "websocket.close",
                           "websocket.expect-close",
                           "sse.open",
                           "sse.close",
                           "callback.open",
                           "expect",
                           "expect-none",
                           "expect-count",
                           "expect-order",
                           "set",
                           "compare",
                           "repeat",
                           "concurrently",
                           "measure",
                           "hub.open",
                           "hub.answer",
                           "hub.away",
                           "hub.back",
                           "hub.notify",
                           "hub.send",
                           "hub.ping",
                           "hub.close",
                           "hub.expect-attempts",
                           "hub.expect-published",
                           "client.start",
                           "client.input",
                           "client.shows",
                           "client.end"})
    EXPECT_THAT(steps, HasSubstr("\"do\": \"" + std::string(kind) + "\""));
}

}  // namespace
}  // namespace cast::conformance
