#include <Poco/StringTokenizer.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/commands.hpp"
#include "engine/faulty_hub.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"
#include "tests/program_call.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;

/// The blocks of the authors' guide that begin with ```LANGUAGE, and for JSON its kind.
std::vector<std::string> blocks(const std::string& kind, const std::string& language = "json ") {
  std::vector<std::string> found;
  std::ifstream guide(CAST_DATA "/../docs/authoring-profiles.md");
  const std::string fence = "```" + language + kind;
  bool within = false;
  for (std::string line; std::getline(guide, line);) {
    if (line == fence) {
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

/// A command of the guide, without its name and comment, as it is given here: for this hub and this file.
std::vector<std::string> wordsOf(const std::string& line, const std::string& hub,
                                 const tests::TemporaryFolder& folder) {
  const Poco::StringTokenizer given(line.substr(0, line.find('#')), " ",
                                    Poco::StringTokenizer::TOK_IGNORE_EMPTY);
  std::vector<std::string> words;
  for (const auto& word : given)
    words.push_back(word == "mine.json" ? folder.path(word) : word.starts_with("http://") ? hub : word);
  const std::string command = words.at(1);
  words.erase(words.begin());
  words.insert(words.begin() + 1, {"--data", CAST_DATA});
  if (command == "run") words.insert(words.end(), {"--out", folder.path("report")});
  return words;
}

TEST(AuthorsGuide, ItsWalkLeadsToItsEnd) {
  Subject tokens;
  tokens.token = "T";
  const FaultyHub hub(CAST_FAULTY_HUB, tokens, {});
  const tests::TemporaryFolder folder;
  ASSERT_EQ(blocks("profile").size(), 1U);
  folder.write("mine.json", blocks("profile").front());
  std::istringstream commands(blocks("", "sh").front());
  std::vector<std::string> outputs;
  for (std::string line; std::getline(commands, line);) {
    const auto called = tests::call(wordsOf(line, hub.url(), folder));
    EXPECT_EQ(called.code, ExitCode::conformant) << line << '\n' << called.out << called.err;
    outputs.push_back(called.out);
  }
  ASSERT_EQ(outputs.size(), 4U);
  EXPECT_THAT(outputs[1], testing::AllOf(HasSubstr("passed       mine.hello"), HasSubstr("1 passed")));
  EXPECT_THAT(outputs[2], testing::AllOf(HasSubstr("passed       mine.hello"),
                                         HasSubstr("passed       publish.notifies")));
  EXPECT_THAT(outputs[3], HasSubstr("to mend it: Hand every accepted event to all transports."));
}

TEST(AuthorsGuide, ItsRequirementsAreValid) {
  const tests::TemporaryFolder folder;
  ASSERT_EQ(blocks("requirements").size(), 1U);
  std::ostringstream out;
  EXPECT_EQ(runCommandLine(
                {"validate", "--data", CAST_DATA, folder.write("acme.json", blocks("requirements").front())},
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
                           "websocket.stall",
                           "websocket.close",
                           "websocket.expect-close",
                           "sse.open",
                           "sse.stall",
                           "sse.close",
                           "callback.open",
                           "callback.settle",
                           "tls.open",
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
