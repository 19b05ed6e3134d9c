// The actions of a WebSocket, and notifications both ways at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(WebSocket, AnEventPublishedOnOneReachesAnother) {
  const RunningHub hub;
  WebSocketClient publisher(hub.port());
  WebSocketClient subscriber(hub.port());
  subscriber.subscribe();
  publisher.publish("e-1", "{\"z\": 1.0, \"a\":[ ]}");
  EXPECT_EQ(subscriber.read(),
            R"({"eventId":"e-1","eventType":"test:event","timestamp":"2024-01-15T10:30:00Z",)"
            R"("source":"test","sessionId":"s","payload":{"z": 1.0, "a":[ ]}})");
}

TEST(WebSocket, TheSubscribeResponseTellsWhatWasMade) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.send(
      R"({"action":"subscribe","eventTypes":["b","a","b"],"sessionId":"s","requestId":{"n":[1e400]}})");
  const std::string response = client.read();
  EXPECT_THAT(
      response,
      StartsWith(R"({"response":{"action":"subscribe","requestId":{"n":[1e400]},"subscriptionId":"sub-)"));
  EXPECT_THAT(response, HasSubstr(R"("sessionId":"s","eventTypes":["a","b"]}})"));
  EXPECT_THAT(response, HasSubstr("\"expires\":\""));
}

TEST(WebSocket, APublisherGetsItsOwnEventOnlyIfItAsks) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.subscribe();
  client.send("{\"action\":\"publish\"," + eventMembers("silent") + "}");
  client.send("{\"action\":\"publish\",\"echo\":false," + eventMembers("silent-too") + "}");
  client.send("{\"action\":\"publish\",\"echo\":true," + eventMembers("echoed") + "}");
  const std::string notification = client.read();
  EXPECT_EQ(stringOf(notification, "eventId"), "echoed");
  EXPECT_THAT(notification, Not(HasSubstr("echo\"")));
  EXPECT_THAT(notification, Not(HasSubstr("action")));
}

TEST(WebSocket, AnEventThatFitsSeveralSubscriptionsComesOnce) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.subscribe("s", "\"test:event\"");
  client.subscribe("s", "\"test:event\",\"other\"");
  WebSocketClient publisher(hub.port());
  for (int i = 0; i < 10; ++i) publisher.publish(std::to_string(i));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(stringOf(client.read(), "eventId"), std::to_string(i));
}

TEST(WebSocket, SeveralSubscriptionsInSeveralSessionsShareAConnection) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.subscribe("s", "\"a\"");
  client.subscribe("t", "\"b\"");
  WebSocketClient publisher(hub.port());
  for (const auto& [id, type, session] : std::vector<std::array<std::string, 3>>{
           {"1", "a", "t"}, {"2", "b", "s"}, {"3", "a", "s"}, {"4", "b", "t"}, {"5", "a", "s"}}) {
    publisher.send("{\"action\":\"publish\"," + eventMembers(id, "{}", type, session) + "}");
  }
  EXPECT_EQ(stringOf(client.read(), "eventId"), "3");
  EXPECT_EQ(stringOf(client.read(), "eventId"), "4");
  EXPECT_EQ(stringOf(client.read(), "eventId"), "5");
}

TEST(WebSocket, SubscribingAgainRenewsTheSame) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  const std::string id = client.subscribe();
  EXPECT_EQ(client.subscribe(), id);
  WebSocketClient another(hub.port());
  EXPECT_NE(another.subscribe(), id) << "another connection has its own";
}

TEST(WebSocket, UnsubscribingByIdEndsThatSubscription) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  const std::string a = client.subscribe("s", "\"a\"");
  client.subscribe("s", "\"b\"");
  client.send("{\"action\":\"unsubscribe\",\"subscriptionId\":\"" + a + "\",\"requestId\":7}");
  EXPECT_EQ(client.read(),
            R"({"response":{"action":"unsubscribe","requestId":7,"subscriptionId":")" + a + "\"}}");
  WebSocketClient publisher(hub.port());
  publisher.send("{\"action\":\"publish\"," + eventMembers("1", "{}", "a") + "}");
  publisher.send("{\"action\":\"publish\"," + eventMembers("2", "{}", "b") + "}");
  EXPECT_EQ(stringOf(client.read(), "eventId"), "2");
}

TEST(WebSocket, UnsubscribingBySessionEndsAllOfTheConnectionThereAndNoOther) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  WebSocketClient neighbour(hub.port());
  neighbour.subscribe();
  const std::string first = client.subscribe("s", "\"a\"");
  const std::string second = client.subscribe("s", "\"b\"");
  client.subscribe("t", "\"test:event\"");
  client.send(R"({"action":"unsubscribe","sessionId":"s"})");
  EXPECT_EQ(client.read(), R"({"response":{"action":"unsubscribe","sessionId":"s","subscriptionIds":[")" +
                               first + "\",\"" + second + "\"]}}");
  client.send(R"({"action":"unsubscribe","sessionId":"s"})");
  EXPECT_THAT(client.read(), HasSubstr("urn:cast:problem:not-found"));
  WebSocketClient publisher(hub.port());
  publisher.publish("1");
  publisher.send("{\"action\":\"publish\"," + eventMembers("2", "{}", "test:event", "t") + "}");
  EXPECT_EQ(stringOf(client.read(), "eventId"), "2");
  EXPECT_EQ(stringOf(neighbour.read(), "eventId"), "1");
}

TEST(WebSocket, TheEndOfALeaseIsTold) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.send("{\"action\":\"subscribe\",\"leaseSeconds\":1," + subscribeMembers() + "}");
  const std::string id = stringOf(client.read(), "subscriptionId");
  const std::string end = client.read();
  EXPECT_THAT(end, HasSubstr("\"reason\":\"expired\""));
  EXPECT_EQ(stringOf(end, "subscriptionId"), id);
}

TEST(WebSocket, TheSubscriptionsOfAConnectionEndWithIt) {
  const RunningHub hub;
  {
    WebSocketClient client(hub.port());
    client.subscribe();
    EXPECT_EQ(hub.metric("cast_subscriptions{transport=\"websocket\"}"), 1);
    client.sendClose(1000);
    client.readClose();
  }
  EXPECT_EQ(hub.metric("cast_subscriptions{transport=\"websocket\"}"), 0);
}

TEST(WebSocket, ARepeatedEventIsAcknowledgedAsDuplicateAndNotDeliveredAgain) {
  const RunningHub hub;
  WebSocketClient subscriber(hub.port());
  subscriber.subscribe();
  WebSocketClient publisher(hub.port());
  publisher.publish("1");
  EXPECT_THAT(call(hub.port(), "POST", "/cast/v1/event", eventJson("1")).body,
              HasSubstr("\"duplicate\":true"))
      << "the transport does not matter";
  publisher.send("{\"action\":\"publish\",\"requestId\":2," + eventMembers("1") + "}");
  EXPECT_THAT(publisher.read(), HasSubstr("\"duplicate\":true"));
  publisher.send("{\"action\":\"publish\"," + eventMembers("1", "{\"other\":1}") + "}");
  EXPECT_THAT(publisher.read(), HasSubstr("urn:cast:problem:conflict"));
  publisher.publish("2");
  EXPECT_EQ(stringOf(subscriber.read(), "eventId"), "1");
  EXPECT_EQ(stringOf(subscriber.read(), "eventId"), "2");
}

TEST(WebSocket, NoMoreSubscriptionsThanTheLimitOfAConnection) {
  const RunningHub hub([](Configuration& c) { c.channel.subscriptions = 2; });
  WebSocketClient client(hub.port());
  client.subscribe("s", "\"a\"");
  const std::string id = client.subscribe("s", "\"b\"");
  client.send("{\"action\":\"subscribe\"," + subscribeMembers("s", "\"c\"") + "}");
  EXPECT_THAT(client.read(), HasSubstr("urn:cast:problem:limit-reached"));
  EXPECT_EQ(client.subscribe("s", "\"b\""), id) << "renewing is no further subscription";
}

struct BadMessage {
  std::string text;
  std::string kind;
  std::string pointer;
};

class BadMessages : public testing::TestWithParam<BadMessage> {};

TEST_P(BadMessages, AreAnsweredWithAnErrorAndTheConnectionLivesOn) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.send(GetParam().text);
  const std::string error = client.read();
  EXPECT_THAT(error, StartsWith("{\"error\":{\"type\":\"urn:cast:problem:" + GetParam().kind + "\""));
  if (!GetParam().pointer.empty()) {
    EXPECT_EQ(stringOf(error, "pointer"), GetParam().pointer);
  }
  client.subscribe();
}

INSTANTIATE_TEST_SUITE_P(
    Messages, BadMessages,
    testing::Values(
        BadMessage{"", "not-json", ""}, BadMessage{"hello", "not-json", ""},
        BadMessage{"[]", "wrong-type", ""}, BadMessage{"{}", "missing-member", "/action"},
        BadMessage{R"({"action":1})", "wrong-type", "/action"},
        BadMessage{R"({"action":"dance"})", "unknown-action", "/action"},
        BadMessage{R"({"action":"Subscribe"})", "unknown-action", "/action"},
        BadMessage{R"({"action":"subscribe"})", "missing-member", "/eventTypes"},
        BadMessage{R"({"action":"subscribe","action":"publish"})", "duplicate-member", "/action"},
        BadMessage{R"({"action":"subscribe","eventTypes":["a"],"sessionId":"s","callbackUrl":"http://h/"})",
                   "invalid-value", "/callbackUrl"},
        BadMessage{R"({"action":"subscribe","eventTypes":["a"],"sessionId":"s","subscriptionId":"sub-1"})",
                   "not-found", "/subscriptionId"},
        BadMessage{R"({"action":"publish"})", "missing-member", "/eventType"},
        BadMessage{R"({"action":"unsubscribe"})", "missing-member", "/subscriptionId"},
        BadMessage{R"({"action":"unsubscribe","subscriptionId":1})", "wrong-type", "/subscriptionId"},
        BadMessage{R"({"action":"unsubscribe","sessionId":[]})", "wrong-type", "/sessionId"},
        BadMessage{R"({"action":"unsubscribe","subscriptionId":"sub-1"})", "not-found", "/subscriptionId"},
        BadMessage{R"({"a":)" + std::string(70, '[') + std::string(70, ']') + "}", "too-deep", ""}));

TEST(WebSocket, AnErrorSaysWhichMessageItAnswers) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.send(R"({"action":"publish","requestId":"r-1"})");
  const std::string error = client.read();
  EXPECT_EQ(stringOf(error, "action"), "publish");
  EXPECT_EQ(stringOf(error, "requestId"), "r-1");
}

TEST(WebSocket, AKnownTypesPayloadMustFitItsSchema) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.send("{\"action\":\"publish\"," + eventMembers("1", "{\"patientId\":5}", "patient-open") + "}");
  const std::string error = client.read();
  EXPECT_THAT(error, HasSubstr("urn:cast:problem:invalid-payload"));
  EXPECT_THAT(stringOf(error, "pointer"), StartsWith("/payload"));
}

TEST(WebSocket, WhatIsNoHandshakeIsRefused) {
  const RunningHub hub;
  const std::string path = "/cast/v1/ws";
  EXPECT_EQ(call(hub.port(), "GET", path).status, 426);
  EXPECT_EQ(call(hub.port(), "GET", path).headers.at("Sec-WebSocket-Version"), "13");
  const auto handshake = [&](const std::string& version, const std::string& key) {
    return call(hub.port(), "GET", path, "", "all",
                {{"Upgrade", "WebSocket"},
                 {"Connection", "keep-alive"},
                 {"Connection", "Upgrade"},
                 {"Sec-WebSocket-Version", version},
                 {"Sec-WebSocket-Key", key}})
        .status;
  };
  EXPECT_EQ(handshake("13", "dGhlIHNhbXBsZSBub25jZQ=="), 101);
  EXPECT_EQ(handshake("8", "dGhlIHNhbXBsZSBub25jZQ=="), 426);
  for (const char* key : {"", "short", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZSE=", "!!!!"}) {
    EXPECT_EQ(handshake("13", key), 400) << key;
  }
}

TEST(WebSocket, TheAcceptKeyIsTheOneOfRfc6455) {
  const RunningHub hub;
  const WebSocketClient client(hub.port());
  EXPECT_EQ(client.handshake().headers.at("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

}  // namespace
}  // namespace cast::hub
