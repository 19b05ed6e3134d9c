// Event streams: their lines, their replay and their end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;

const std::string kQuery = "sessionId=s&eventTypes=test:event";
const std::string kSubscribe = std::string(kBase) + "/subscribe";

void publish(const RunningHub& hub, const std::string& id, const std::string& payload = "{}") {
  const HttpReply reply = call(hub.port(), "POST", std::string(kBase) + "/event", eventJson(id, payload));
  ASSERT_EQ(reply.status, 202) << reply.body;
}

std::string pendingSubscription(const RunningHub& hub) {
  return stringOf(call(hub.port(), "POST", kSubscribe, "{" + subscribeMembers() + "}").body,
                  "subscriptionId");
}

TEST(EventStream, AnEventIsAnIdAndADataLine) {
  const RunningHub hub;
  EventStreamClient stream(hub.port(), kQuery);
  ASSERT_EQ(stream.head().status, 200);
  EXPECT_EQ(stream.head().headers.at("Content-Type"), "text/event-stream");
  EXPECT_EQ(stream.head().headers.at("Cache-Control"), "no-store");
  publish(hub, "e-1", "{\"z\": 1.0}");
  const auto block = stream.read();
  EXPECT_EQ(block.data, R"({"eventId":"e-1","eventType":"test:event","timestamp":"2024-01-15T10:30:00Z",)"
                        R"("source":"test","sessionId":"s","payload":{"z": 1.0}})");
  EXPECT_FALSE(block.id.empty());
  EXPECT_EQ(block.event, "") << "so that onmessage sees it";
}

TEST(EventStream, LineEndsInThePublishersJsonBecomeDataLines) {
  const RunningHub hub;
  EventStreamClient stream(hub.port(), kQuery);
  publish(hub, "1", "{\n\"a\":\r\n1,\r\"b\":2\n\n}");
  EXPECT_THAT(stream.read().data, HasSubstr("\"payload\":{\n\"a\":\n1,\n\"b\":2\n\n}"));
}

TEST(EventStream, OnlyItsSessionAndEventTypesComeInOrder) {
  const RunningHub hub;
  EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=a,%20b");
  WebSocketClient publisher(hub.port());
  for (const auto& [id, type, session] : std::vector<std::array<std::string, 3>>{
           {"1", "c", "s"}, {"2", "a", "t"}, {"3", "a", "s"}, {"4", "b", "s"}}) {
    publisher.send("{\"action\":\"publish\"," + eventMembers(id, "{}", type, session) + "}");
  }
  EXPECT_EQ(stringOf(stream.read().data, "eventId"), "3");
  EXPECT_EQ(stringOf(stream.read().data, "eventId"), "4");
}

TEST(EventStream, WhoComesBackWithTheLastIdGetsWhatWasMissedOnce) {
  const RunningHub hub;
  std::string last;
  {
    EventStreamClient stream(hub.port(), kQuery);
    publish(hub, "1");
    last = stream.read().id;
  }
  for (const char* id : {"2", "3"}) publish(hub, id);
  EventStreamClient byHeader(hub.port(), kQuery, "all", {{"Last-Event-ID", last}});
  EventStreamClient byQuery(hub.port(), kQuery + "&lastEventId=" + last);
  publish(hub, "4");
  for (EventStreamClient* stream : {&byHeader, &byQuery}) {
    for (const char* id : {"2", "3", "4"}) {
      const auto block = stream->read();
      EXPECT_EQ(block.event, "");
      EXPECT_EQ(stringOf(block.data, "eventId"), id);
    }
  }
}

TEST(EventStream, WithoutALastIdNothingOldComes) {
  const RunningHub hub;
  publish(hub, "1");
  EventStreamClient stream(hub.port(), kQuery);
  publish(hub, "2");
  EXPECT_EQ(stringOf(stream.read().data, "eventId"), "2");
}

TEST(EventStream, AGapIsToldWhereTheHistoryIsTooShort) {
  const RunningHub hub([](Configuration& c) { c.sessions.historyEvents = 2; });
  std::string last;
  {
    EventStreamClient stream(hub.port(), kQuery);
    publish(hub, "1");
    last = stream.read().id;
  }
  for (const char* id : {"2", "3"}) publish(hub, id);
  EventStreamClient whole(hub.port(), kQuery, "all", {{"Last-Event-ID", last}});
  EXPECT_EQ(stringOf(whole.read().data, "eventId"), "2") << "just long enough";
  publish(hub, "4");
  EventStreamClient torn(hub.port(), kQuery, "all", {{"Last-Event-ID", last}});
  EXPECT_EQ(torn.read().event, "cast-gap");
  EXPECT_EQ(stringOf(torn.read().data, "eventId"), "3");
  EXPECT_EQ(stringOf(torn.read().data, "eventId"), "4");
}

TEST(EventStream, AnIdOfAnotherLifeOfTheSessionOrOfNoneIsAGap) {
  const RunningHub hub;
  publish(hub, "1");
  for (const char* id : {"000000000000-1", "rubbish", "-1", "x-99999999999999999999"}) {
    EventStreamClient stream(hub.port(), kQuery, "all", {{"Last-Event-ID", id}});
    EXPECT_EQ(stream.read().event, "cast-gap") << id;
    EXPECT_EQ(stringOf(stream.read().data, "eventId"), "1");
  }
}

TEST(EventStream, APendingSubscriptionKeepsItsEventsUntilItsStreamComes) {
  const RunningHub hub;
  publish(hub, "before");
  const std::string id = pendingSubscription(hub);
  publish(hub, "1");
  EventStreamClient stream(hub.port(), "subscriptionId=" + id);
  publish(hub, "2");
  EXPECT_EQ(stringOf(stream.read().data, "eventId"), "1");
  EXPECT_EQ(stringOf(stream.read().data, "eventId"), "2");
}

TEST(EventStream, APendingSubscriptionWhoseEventsAreForgottenBeginsWithAGap) {
  const RunningHub hub([](Configuration& c) { c.sessions.historyEvents = 1; });
  const std::string id = pendingSubscription(hub);
  publish(hub, "1");
  publish(hub, "2");
  EventStreamClient stream(hub.port(), "subscriptionId=" + id);
  EXPECT_EQ(stream.read().event, "cast-gap");
  EXPECT_EQ(stringOf(stream.read().data, "eventId"), "2");
}

TEST(EventStream, ASubscriptionHasOneStreamAtATime) {
  const RunningHub hub;
  const std::string id = pendingSubscription(hub);
  const EventStreamClient stream(hub.port(), "subscriptionId=" + id);
  EXPECT_EQ(call(hub.port(), "GET", "/cast/v1/events?subscriptionId=" + id).status, 409);
  EXPECT_EQ(call(hub.port(), "GET", "/cast/v1/events?subscriptionId=sub-unknown").status, 404);
}

TEST(EventStream, UnsubscribingEndsTheStream) {
  const RunningHub hub;
  const std::string id = pendingSubscription(hub);
  EventStreamClient stream(hub.port(), "subscriptionId=" + id);
  EXPECT_EQ(call(hub.port(), "DELETE", kSubscribe + "/" + id).status, 204);
  stream.wire().readToEnd();
}

TEST(EventStream, ASubscriptionEndsWithItsStream) {
  const RunningHub hub;
  {
    EventStreamClient stream(hub.port(), kQuery);
    stream.readBlock();
    EXPECT_EQ(hub.metric("cast_subscriptions{transport=\"sse\"}"), 1);
  }
  EXPECT_EQ(hub.metric("cast_subscriptions{transport=\"sse\"}"), 0);
}

TEST(EventStream, ASilentStreamIsKeptAwakeByComments) {
  const RunningHub hub([](Configuration& c) {
    c.channel.keepAlive = std::chrono::milliseconds(20);
    c.tick = std::chrono::milliseconds(10);
  });
  EventStreamClient stream(hub.port(), kQuery);
  EXPECT_FALSE(stream.readBlock().comment.empty()) << "at its beginning";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(stream.readBlock().comment, "still here");
}

struct Fault {
  std::string query;
  int status;
  std::string pointer;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.query.substr(0, 60); }

class BadQueries : public testing::TestWithParam<Fault> {};

TEST_P(BadQueries, AreRefusedWithTheirMemberNamed) {
  const RunningHub hub;
  const HttpReply reply = call(hub.port(), "GET", "/cast/v1/events?" + GetParam().query);
  EXPECT_EQ(reply.status, GetParam().status);
  EXPECT_EQ(stringOf(reply.body, "pointer"), GetParam().pointer);
}

INSTANTIATE_TEST_SUITE_P(Queries, BadQueries,
                         testing::Values(Fault{"eventTypes=a", 400, "/sessionId"},
                                         Fault{"sessionId=s", 400, "/eventTypes"},
                                         Fault{"sessionId=&eventTypes=a", 400, "/sessionId"},
                                         Fault{"sessionId=s&eventTypes=,", 400, "/eventTypes"},
                                         Fault{"sessionId=s&eventTypes=a,b%20c", 400, "/eventTypes/1"},
                                         Fault{"sessionId=s%00&eventTypes=a", 400, "/sessionId"},
                                         Fault{"sessionId=s%FF&eventTypes=a", 400, "/sessionId"},
                                         Fault{"sessionId=s&eventTypes=a&userId=%0A", 400, "/userId"},
                                         Fault{"sessionId=s&eventTypes=a&source=%FE", 400, "/source"}));

}  // namespace
}  // namespace cast::hub
