// cast-client against the reference hub, both as programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>

#include "tests/client_program.hpp"

namespace cast::client {
namespace {

using testing::HasSubstr;
using tests::ClientProgram;
using tests::HubProgram;

std::vector<std::string> subscribing(const HubProgram& hub, const std::string& transport,
                                     const std::vector<std::string>& further = {}) {
  std::vector<std::string> words{"subscribe",
                                 "--hub",
                                 hub.url(),
                                 "--session",
                                 "s",
                                 "--types",
                                 "test:numbered",
                                 "--transport",
                                 transport,
                                 "--first-retry-ms",
                                 "20",
                                 "--longest-retry-ms",
                                 "100"};
  words.insert(words.end(), further.begin(), further.end());
  return words;
}

int publish(const HubProgram& hub, const std::string& payload, const std::string& transport = "websocket") {
  return ClientProgram({"publish", "--hub", hub.url(), "--session", "s", "--transport", transport, "--type",
                        "test:numbered", "--payload", payload})
      .exitCode();
}

class OverEachTransport : public testing::TestWithParam<const char*> {};

TEST_P(OverEachTransport, WhatOnePublishesTheOtherPrintsWithTheVeryNumbers) {
  const HubProgram hub;
  ClientProgram subscriber(subscribing(hub, GetParam()));
  ASSERT_TRUE(subscriber.says(GetParam() == std::string("sse") ? "connected" : "subscribed"));
  EXPECT_EQ(publish(hub, R"({"n":1.0,"big":12345678901234567890123})"), 0);
  EXPECT_THAT(subscriber.line(), HasSubstr(R"("payload":{"n":1.0,"big":12345678901234567890123})"));
}

TEST_P(OverEachTransport, ATermSignalEndsItProperly) {
  const HubProgram hub;
  ClientProgram subscriber(subscribing(hub, GetParam()));
  ASSERT_TRUE(subscriber.says(GetParam() == std::string("sse") ? "connected" : "subscribed"));
  subscriber.askToEnd();
  EXPECT_EQ(subscriber.exitCode(), 0);
}

INSTANTIATE_TEST_SUITE_P(Client, OverEachTransport, testing::Values("websocket", "sse", "http"),
                         [](const auto& transport) { return std::string(transport.param); });

class AfterTheHubWasAway : public testing::TestWithParam<const char*> {};

TEST_P(AfterTheHubWasAway, TheSubscriberIsThereAgain) {
  auto hub = std::make_unique<HubProgram>();
  const int port = hub->port();
  ClientProgram subscriber(subscribing(*hub, GetParam()));
  ASSERT_TRUE(subscriber.says("connected"));
  hub->stop();
  ASSERT_TRUE(subscriber.says("next attempt"));
  hub = std::make_unique<HubProgram>(port);
  ASSERT_TRUE(subscriber.says(GetParam() == std::string("sse") ? "connected" : "subscribed"));
  EXPECT_EQ(publish(*hub, R"({"after":true})"), 0);
  EXPECT_THAT(subscriber.line(), HasSubstr(R"({"after":true})"));
}

INSTANTIATE_TEST_SUITE_P(Client, AfterTheHubWasAway, testing::Values("websocket", "sse"),
                         [](const auto& transport) { return std::string(transport.param); });

class WhileTheHubIsAway : public testing::TestWithParam<const char*> {};

TEST_P(WhileTheHubIsAway, EventsAreKeptAndSentInOrderWhenItIsBack) {
  auto hub = std::make_unique<HubProgram>();
  const int port = hub->port();
  hub->stop();
  ClientProgram publisher({"publish", "--hub", hub->url(), "--session", "s", "--transport", GetParam(),
                           "--first-retry-ms", "20", "--longest-retry-ms", "200"});
  for (const char* payload : {"1", "2", "3"})
    publisher.write(std::string(R"({"eventType":"test:numbered","payload":)") + payload + "}\n");
  ASSERT_TRUE(publisher.says("next attempt"));
  publisher.endInput();
  hub = std::make_unique<HubProgram>(port);
  EXPECT_EQ(publisher.exitCode(), 0);
  // From an event that it does not know, the hub shows all that it remembers, in its order.
  ClientProgram reader(subscribing(*hub, "sse", {"--last-event-id", "long-ago", "--count", "3"}));
  for (const char* payload : {"1", "2", "3"})
    EXPECT_THAT(reader.line(), HasSubstr(std::string("\"payload\":") + payload));
  EXPECT_EQ(reader.exitCode(), 0);
}

INSTANTIATE_TEST_SUITE_P(Client, WhileTheHubIsAway, testing::Values("websocket", "http"),
                         [](const auto& transport) { return std::string(transport.param); });

TEST(Client, PrintsInTheOrderOfPublication) {
  const HubProgram hub;
  ClientProgram subscriber(subscribing(hub, "websocket", {"--count", "200"}));
  ASSERT_TRUE(subscriber.says("subscribed"));
  ClientProgram publisher({"publish", "--hub", hub.url(), "--session", "s"});
  for (int i = 1; i <= 200; ++i)
    publisher.write(R"({"eventType":"test:numbered","payload":{"n":)" + std::to_string(i) + "}}\n");
  publisher.endInput();
  EXPECT_EQ(publisher.exitCode(), 0);
  for (int i = 1; i <= 200; ++i)
    ASSERT_THAT(subscriber.line(), HasSubstr(R"("payload":{"n":)" + std::to_string(i) + "}"));
  EXPECT_EQ(subscriber.exitCode(), 0);
}

TEST(Client, GoesOnAfterALineThatIsNoEventAndSaysWhich) {
  const HubProgram hub;
  ClientProgram subscriber(subscribing(hub, "websocket", {"--count", "1"}));
  ASSERT_TRUE(subscriber.says("subscribed"));
  ClientProgram publisher({"publish", "--hub", hub.url(), "--session", "s"});
  publisher.write(
      "nonsense\n{\"eventType\":\"test:numbered\"}\n{\"eventType\":\"test:numbered\",\"payload\":1}\n");
  publisher.endInput();
  EXPECT_TRUE(publisher.says("line 1: no JSON"));
  EXPECT_TRUE(publisher.says("line 2: not published: its 'payload' is missing"));
  EXPECT_EQ(publisher.exitCode(), 1);
  EXPECT_THAT(subscriber.line(), HasSubstr(R"("payload":1)"));
}

TEST(Client, ReplaysARecordingAsNewEvents) {
  const HubProgram hub;
  const Poco::TemporaryFile file;
  std::ofstream(file.path())
      << R"({"eventId":"old","eventType":"test:numbered","timestamp":"2024-01-15T10:30:00Z",)"
      << R"("source":"ehr","sessionId":"elsewhere","payload":{"n":1}})" << '\n';
  ClientProgram subscriber(subscribing(hub, "websocket", {"--count", "1"}));
  ASSERT_TRUE(subscriber.says("subscribed"));
  EXPECT_EQ(ClientProgram({"replay", file.path(), "--hub", hub.url(), "--session", "s", "--fast"}).exitCode(),
            0);
  const std::string line = subscriber.line();
  EXPECT_THAT(line, HasSubstr(R"("source":"ehr")"));
  EXPECT_THAT(line, testing::Not(HasSubstr("old")));
  EXPECT_THAT(line, testing::Not(HasSubstr("2024-01-15")));
}

TEST(Client, SaysThatItsTokenIsRefused) {
  const HubProgram hub;
  ClientProgram publisher({"publish", "--hub", hub.url(), "--session", "s", "--type", "test:numbered"},
                          "wrong");
  EXPECT_TRUE(publisher.says("401"));
  EXPECT_EQ(publisher.exitCode(), 1);
}

TEST(Client, GivesUpOnAHubThatIsNowhere) {
  ClientProgram publisher({"publish", "--hub", "http://127.0.0.1:9/cast/v1", "--session", "s", "--type",
                           "test:numbered", "--give-up-after", "1", "--longest-retry-ms", "300"});
  EXPECT_EQ(publisher.exitCode(), 4);
}

TEST(Client, NamesWhatIsWrongWithItsCommandLine) {
  ClientProgram client({"publish", "--hub", "http://127.0.0.1:9/cast/v1"});
  EXPECT_THAT(client.remark(), HasSubstr("--session"));
  EXPECT_EQ(client.exitCode(), 2);
}

}  // namespace
}  // namespace cast::client
