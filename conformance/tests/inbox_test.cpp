#include "engine/inbox.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "engine/other_runs.hpp"

namespace cast::conformance {
namespace {

const Deadline kNow = Deadline::in(Milliseconds(0));
const Milliseconds kLong{20000};

Inbox::Test numbered(int n) {
  return [n](const Message& message) { return message.json->value("n", 0) == n; };
}

TEST(Inbox, TakesTheFirstThatFitsAfterTheLastOneTaken) {
  Inbox inbox;
  for (const char* text : {R"({"n":1})", R"({"n":2})", R"({"n":1,"second":true})"}) inbox.deliver(text);
  EXPECT_EQ(inbox.take(numbered(1), kNow)->text, R"({"n":1})");
  EXPECT_EQ(inbox.take(numbered(1), kNow)->text, R"({"n":1,"second":true})");
  EXPECT_FALSE(inbox.take(numbered(2), kNow));
  EXPECT_EQ(inbox.all().size(), 3U);
}

TEST(Inbox, WaitsForAMessageThatComesLater) {
  Inbox inbox;
  std::thread sender([&] { inbox.deliver(R"({"n":1})"); });
  EXPECT_TRUE(inbox.take(numbered(1), Deadline::in(kLong)));
  sender.join();
}

TEST(Inbox, WaitsOnWhileMessagesStillCome) {
  Inbox inbox;
  inbox.deliver(R"({"n":2})");
  std::thread sender([&] { inbox.deliver(R"({"n":1})"); });
  EXPECT_TRUE(inbox.take(numbered(1), kNow, kLong))
      << "the deadline has passed, but the last one came just now";
  sender.join();
  EXPECT_FALSE(inbox.take(numbered(3), kNow, Milliseconds(1)));
}

TEST(Inbox, DoesNotWaitOnceTheConnectionHasEnded) {
  Inbox inbox;
  inbox.end("it closed");
  EXPECT_FALSE(inbox.take(numbered(1), Deadline::never()));
  EXPECT_EQ(inbox.ended(), "it closed");
}

TEST(Inbox, ProbesAreKeptApart) {
  Inbox inbox;
  inbox.deliver(R"({"eventType":"conformance:probe","payload":{"probe":"mark.1"}})");
  inbox.deliver(R"({"eventType":"conformance:probe-2","payload":{"probe":"other.1"}})");
  inbox.deliver(R"({"eventType":"conformance:alpha"})");
  EXPECT_EQ(inbox.all().size(), 1U);
  EXPECT_TRUE(inbox.awaitProbe("mark", kNow));
  EXPECT_FALSE(inbox.awaitProbe("unknown", kNow));
}

TEST(Inbox, AMessageWithADefectIsKeptAndNamed) {
  Inbox inbox;
  inbox.deliver(R"({"n":1,"n":2})");
  EXPECT_EQ(inbox.all().front().defect, "the member \"n\" occurs twice in one object");
  EXPECT_TRUE(inbox.all().front().json->is_null());
}

TEST(OtherRuns, AreToldByTheirSessions) {
  EXPECT_TRUE(isOfAnotherRun(R"({"sessionId":"cast-aaaaaaaa-7"})", "cast-bbbbbbbb-7"));
  EXPECT_FALSE(isOfAnotherRun(R"({"sessionId":"cast-bbbbbbbb-9-x"})", "cast-bbbbbbbb-7"));
  EXPECT_FALSE(isOfAnotherRun(R"({"sessionId":"tumor-board"})", "cast-bbbbbbbb-7")) << "that is a stranger's";
  EXPECT_FALSE(isOfAnotherRun("{", "cast-bbbbbbbb-7"));
}

}  // namespace
}  // namespace cast::conformance
