// A graceful stop: what was accepted is delivered, and everybody is told goodbye.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "client/callback_server.hpp"
#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string kSubscribe = std::string(kBase) + "/subscribe";

TEST(Stop, EverythingAcceptedIsDeliveredOverEveryTransport) {
  RunningHub hub([](Configuration& c) { c.webhooks.firstPause = 1ms; });
  std::atomic<int> posts{0};
  CallbackServer callback([&](const CallbackServer::Post&) { return ++posts % 2 == 0 ? 200 : 500; });
  call(hub.port(), "POST", kSubscribe,
       "{" + subscribeMembers() + ",\"callbackUrl\":\"" + callback.url() + "\"}");
  WebSocketClient webSocket(hub.port());
  webSocket.subscribe();
  EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=test:event");
  WebSocketClient publisher(hub.port());
  constexpr int kEvents = 50;
  for (int i = 0; i < kEvents; ++i)
    publisher.publish(std::to_string(i), "\"" + std::string(10'000, 'x') + "\"");
  hub.askToStop();
  for (int i = 0; i < kEvents; ++i) EXPECT_EQ(stringOf(webSocket.read(), "eventId"), std::to_string(i));
  for (int i = 0; i < kEvents; ++i) EXPECT_EQ(stringOf(stream.read().data, "eventId"), std::to_string(i));
  for (int i = 0; i < kEvents; ++i) {
    EXPECT_EQ(stringOf(callback.read().body, "eventId"), std::to_string(i)) << "refused";
    EXPECT_EQ(stringOf(callback.read().body, "eventId"), std::to_string(i)) << "taken";
  }
  const auto close = webSocket.readClose();
  EXPECT_EQ(close.code, 1001);
  EXPECT_FALSE(close.reason.empty());
  EXPECT_EQ(publisher.readClose().code, 1001);
  stream.wire().readToEnd();
}

TEST(Stop, WhatAnsweredPublishersHeardIsTrueEvenInTheMiddleOfAFlood) {
  RunningHub hub;
  WebSocketClient subscriber(hub.port());
  subscriber.subscribe();
  WebSocketClient publisher(hub.port());
  std::string flood;
  constexpr int kEvents = 2'000;
  for (int i = 0; i < kEvents; ++i) {
    flood +=
        maskedFrame(1, "{\"action\":\"publish\",\"requestId\":1," + eventMembers(std::to_string(i)) + "}");
  }
  publisher.wire().send(flood);
  EXPECT_EQ(stringOf(publisher.read(), "eventId"), "0");
  hub.askToStop();
  int accepted = 1;
  for (auto frame = publisher.readFrame(); frame.opcode == 1; frame = publisher.readFrame()) {
    if (frame.payload.find("\"error\"") != std::string::npos) break;
    ++accepted;
  }
  int received = 0;
  for (auto frame = subscriber.readFrame(); frame.opcode == 1; frame = subscriber.readFrame()) {
    EXPECT_EQ(stringOf(frame.payload, "eventId"), std::to_string(received++));
  }
  EXPECT_EQ(received, accepted);
}

TEST(Stop, IdleConnectionsAreClosedAndNewOnesRefused) {
  RunningHub hub;
  const int port = hub.port();
  Wire idle(port);
  Wire used(port);
  used.send(requestText("GET", "/health"));
  readReply(used);
  hub.askToStop();
  EXPECT_TRUE(used.isAtEnd());
  EXPECT_TRUE(idle.isAtEnd());
  used.close();
  idle.close();
  hub.join();
  EXPECT_THROW(Wire another(port), Poco::Exception);
}

TEST(Stop, HalfARequestDoesNotDelayIt) {
  RunningHub hub([](Configuration& c) { c.stopLimit = 1h; });
  Wire halfHead(hub.port());
  halfHead.send("POST /cast/v1/event HTTP/1.1\r\nHost:");
  Wire halfBody(hub.port());
  halfBody.send(requestText("POST", "/cast/v1/event", "all", "",
                            {{"Content-Length", "1000"}, {"Expect", "100-continue"}}));
  EXPECT_EQ(readReply(halfBody).status, 100);
  call(hub.port(), "GET", "/health");
  hub.askToStop();
  EXPECT_EQ(readReply(halfBody).status, 503);
  const std::string answer = halfHead.readToEnd();
  EXPECT_THAT(answer, HasSubstr("503"));
  halfBody.close();
  halfHead.close();
  hub.join();
}

TEST(Stop, AClientThatNeverReadsDelaysItNoLongerThanTheLimit) {
  RunningHub hub([](Configuration& c) {
    c.stopLimit = 50ms;
    c.tick = 10ms;
  });
  WebSocketClient::Options slow;
  slow.receiveBuffer = 4'096;
  WebSocketClient stuck(hub.port(), slow);
  stuck.subscribe();
  WebSocketClient publisher(hub.port());
  for (int i = 0; i < 10; ++i)
    publisher.publish(std::to_string(i), "\"" + std::string(1'000'000, 'x') + "\"");
  hub.askToStop();
  hub.join();
}

TEST(Stop, ADeadCallbackDelaysItNoLongerThanTheLimit) {
  RunningHub hub([](Configuration& c) { c.stopLimit = 50ms; });
  CallbackServer silent([](const CallbackServer::Post&) { return 0; });
  call(hub.port(), "POST", kSubscribe,
       "{" + subscribeMembers() + ",\"callbackUrl\":\"" + silent.url() + "\"}");
  call(hub.port(), "POST", "/cast/v1/event", eventJson("1"));
  silent.read();
  hub.askToStop();
  hub.join();
}

TEST(Stop, AskingTwiceIsAskingOnce) {
  RunningHub hub;
  WebSocketClient client(hub.port());
  hub.askToStop();
  hub.askToStop();
  EXPECT_EQ(client.readClose().code, 1001);
  client.wire().close();
  hub.join();
  hub.askToStop();
}

}  // namespace
}  // namespace cast::hub
