// Clients that do not play by the rules cost themselves, not others: while they hang, others' round trips
// complete.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string kEvent = std::string(kBase) + "/event";

/// An event goes from one well-behaved client through the hub to another.
class GoodClients {
 public:
  explicit GoodClients(const RunningHub& hub) : publisher_(hub.port()), subscriber_(hub.port()) {
    subscriber_.subscribe("good");
  }
  void roundTrip() {
    const std::string id = std::to_string(++last_);
    publisher_.send("{\"action\":\"publish\"," + eventMembers(id, "{}", "test:event", "good") + "}");
    EXPECT_EQ(stringOf(subscriber_.read(), "eventId"), id);
  }

 private:
  WebSocketClient publisher_;
  WebSocketClient subscriber_;
  int last_ = 0;
};

void quickEnd(Configuration& c) {
  c.tick = 10ms;
  c.http.request = 50ms;
  c.http.idle = 50ms;
}

TEST(HostileClient, UnfinishedInputOfEveryKindHangsWhileOthersGoOn) {
  const RunningHub hub;
  GoodClients good(hub);
  Wire connected(hub.port());
  Wire halfLine(hub.port());
  halfLine.send("GET /hea");
  Wire halfHead(hub.port());
  halfHead.send("POST /cast/v1/event HTTP/1.1\r\nHost: hub\r\nX-");
  Wire halfBody(hub.port());
  halfBody.send(requestText("POST", kEvent, "all", "", {{"Content-Length", "1000"}}) + "{\"eventType\":");
  Wire halfChunk(hub.port());
  halfChunk.send(requestText("POST", kEvent, "all", "", {{"Transfer-Encoding", "chunked"}}) + "ff\r\n{");
  WebSocketClient halfHeader(hub.port());
  halfHeader.wire().send("\x81");
  WebSocketClient halfFrame(hub.port());
  halfFrame.wire().send(maskedFrame(1, std::string(1'000, ' ')).substr(0, 500));
  WebSocketClient halfMessage(hub.port());
  halfMessage.sendFrame(1, "{\"action\":", false);
  for (int i = 0; i < 10; ++i) good.roundTrip();
}

TEST(HostileClient, AByteAtATimeBetweenOthersRoundTrips) {
  const RunningHub hub;
  GoodClients good(hub);
  Wire http(hub.port());
  WebSocketClient webSocket(hub.port());
  const std::string request = requestText("POST", kEvent, "all", eventJson("slow"));
  const std::string frame =
      maskedFrame(1, "{\"action\":\"publish\",\"requestId\":1," + eventMembers("slow-too") + "}");
  for (std::size_t i = 0; i < std::max(request.size(), frame.size()); ++i) {
    if (i < request.size()) http.send(request.substr(i, 1));
    if (i < frame.size()) webSocket.wire().send(frame.substr(i, 1));
    good.roundTrip();
  }
  EXPECT_EQ(readReply(http).status, 202);
  EXPECT_EQ(stringOf(webSocket.read(), "eventId"), "slow-too");
}

TEST(HostileClient, RequestsThatDoNotEndAreEnded) {
  const RunningHub hub(quickEnd);
  Wire silent(hub.port());
  Wire slow(hub.port());
  slow.send("POST /cast/v1/event HTTP/1.1\r\nHost: hub\r\nX-Endless: ");
  EXPECT_EQ(readReply(slow).status, 408);
  EXPECT_TRUE(slow.isAtEnd());
  EXPECT_TRUE(silent.isAtEnd());
}

TEST(HostileClient, AnIdleConnectionIsClosed) {
  const RunningHub hub(quickEnd);
  Wire wire(hub.port());
  wire.send(requestText("GET", "/health"));
  EXPECT_EQ(readReply(wire).status, 200);
  EXPECT_TRUE(wire.isAtEnd());
}

TEST(HostileClient, AWebSocketThatReadsNothingIsDroppedAndTheOthersMissNothing) {
  const RunningHub hub([](Configuration& c) { c.channel.queue = 100'000; });
  WebSocketClient reader(hub.port());
  WebSocketClient publisher(hub.port());
  reader.subscribe();
  WebSocketClient::Options slow;
  slow.receiveBuffer = 4'096;
  WebSocketClient stuck(hub.port(), slow);
  stuck.subscribe();
  const std::string payload = "\"" + std::string(50'000, 'x') + "\"";
  int events = 0;
  while (hub.metric("cast_receivers_too_slow_total") == 0 && events < 10'000) {
    publisher.publish(std::to_string(++events), payload);
    EXPECT_EQ(stringOf(reader.read(), "eventId"), std::to_string(events));
  }
  EXPECT_EQ(hub.metric("cast_receivers_too_slow_total"), 1);
  const auto close = stuck.readClose();
  EXPECT_EQ(close.code, 4408);
  EXPECT_THAT(close.reason, HasSubstr("100000 bytes"));
  publisher.publish("last");
  EXPECT_EQ(stringOf(reader.read(), "eventId"), "last");
}

TEST(HostileClient, AnEventStreamThatIsNotReadIsDroppedAndTheOthersMissNothing) {
  const RunningHub hub([](Configuration& c) { c.channel.queue = 100'000; });
  WebSocketClient reader(hub.port());
  WebSocketClient publisher(hub.port());
  reader.subscribe();
  EventStreamClient stuck(hub.port(), "sessionId=s&eventTypes=test:event", "all", {}, 4'096);
  const std::string payload = "\"" + std::string(50'000, 'x') + "\"";
  int events = 0;
  while (hub.metric("cast_receivers_too_slow_total") == 0 && events < 10'000) {
    publisher.publish(std::to_string(++events), payload);
    EXPECT_EQ(stringOf(reader.read(), "eventId"), std::to_string(events));
  }
  EXPECT_EQ(hub.metric("cast_receivers_too_slow_total"), 1);
  EXPECT_THAT(stuck.wire().readToEnd(), testing::EndsWith("too much was waiting to be read\n\n"));
}

TEST(HostileClient, ABurstLargerThanTheQueueIsNoReasonToDropWhoReads) {
  const RunningHub hub([](Configuration& c) { c.channel.queue = 10'000; });
  WebSocketClient reader(hub.port());
  reader.subscribe();
  WebSocketClient publisher(hub.port());
  std::string burst;
  for (int i = 0; i < 100; ++i) {
    burst += maskedFrame(1, "{\"action\":\"publish\"," +
                                eventMembers(std::to_string(i), "\"" + std::string(200, 'x') + "\"") + "}");
  }
  publisher.wire().send(burst);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(stringOf(reader.read(), "eventId"), std::to_string(i));
}

TEST(HostileClient, WhoAsksForAnswersAndNeverReadsThemIsDropped) {
  const RunningHub hub([](Configuration& c) { c.channel.queue = 100'000; });
  GoodClients good(hub);
  for (const std::string& frame : {maskedFrame(9, std::string(125, 'p')), maskedFrame(1, "no json")}) {
    const long before = hub.metric("cast_receivers_too_slow_total");
    WebSocketClient::Options slow;
    slow.receiveBuffer = 4'096;
    WebSocketClient stuck(hub.port(), slow);
    std::string many;
    for (int i = 0; i < 1'000; ++i) many += frame;
    while (hub.metric("cast_receivers_too_slow_total") == before) {
      stuck.wire().sendWithoutBlocking(many);
      good.roundTrip();
    }
  }
}

TEST(HostileClient, WhoPipelinesRequestsAndReadsNoAnswerIsNotReadAnyMoreUntilItDoes) {
  const RunningHub hub([](Configuration& c) { c.channel.queue = 100'000; });
  GoodClients good(hub);
  Wire stuck(hub.port(), 4'096);
  const std::string request = requestText("GET", "/metrics");
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += request;
  std::size_t sent = 0;
  for (int quiet = 0; quiet < 3;) {  // until the hub leaves what is sent in the kernel's buffers
    const std::size_t took = stuck.sendWithoutBlocking(many.substr(sent % many.size()));
    sent += took;
    quiet = took == 0 ? quiet + 1 : 0;
    good.roundTrip();
  }
  const std::size_t requests = sent / request.size();
  for (std::size_t i = 0; i < requests; ++i)
    ASSERT_EQ(readReply(stuck).status, 200) << i << " of " << requests;
}

TEST(HostileClient, ManyConnectionsThatEndInEveryWayLeaveNothingBehind) {
  const RunningHub hub;
  GoodClients good(hub);
  for (int i = 0; i < 60; ++i) {
    Wire http(hub.port());
    http.send("GET /health HT");
    WebSocketClient webSocket(hub.port());
    webSocket.subscribe();
    EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=test:event");
    call(hub.port(), "POST", kEvent, eventJson(""));
    if (i % 3 == 0) {
      http.reset();
      webSocket.wire().reset();
      stream.wire().reset();
    } else if (i % 3 == 1) {
      webSocket.sendClose(1000);
    } else {
      webSocket.wire().shutdownSend();
      stream.wire().shutdownSend();
    }
    good.roundTrip();
  }
  while (hub.metric("cast_subscriptions{transport=\"websocket\"}") > 1) good.roundTrip();
  while (hub.metric("cast_connections{transport=\"sse\"}") > 0) good.roundTrip();
  EXPECT_EQ(hub.metric("cast_subscriptions{transport=\"sse\"}"), 0);
}

TEST(HostileClient, ReceiversThatVanishWhileMuchIsSentToThemDisturbNobody) {
  const RunningHub hub;
  GoodClients good(hub);
  WebSocketClient publisher(hub.port());
  const std::string event = maskedFrame(
      1, "{\"action\":\"publish\"," + eventMembers("", "\"" + std::string(300'000, 'x') + "\"") + "}");
  for (int round = 0; round < 10; ++round) {
    std::vector<std::unique_ptr<WebSocketClient>> receivers;
    std::vector<std::unique_ptr<EventStreamClient>> streams;
    for (int i = 0; i < 5; ++i) {
      WebSocketClient::Options slow;
      slow.receiveBuffer = 4'096;
      receivers.push_back(std::make_unique<WebSocketClient>(hub.port(), slow));
      receivers.back()->subscribe();
      streams.push_back(std::make_unique<EventStreamClient>(hub.port(), "sessionId=s&eventTypes=test:event",
                                                            "all", Headers{}, 4'096));
    }
    publisher.wire().send(event);
    for (std::size_t i = 0; i < receivers.size(); ++i) {
      receivers[i]->wire().reset();
      streams[i]->wire().reset();
      publisher.wire().send(event);
    }
    good.roundTrip();
  }
}

TEST(HostileClient, AFloodOfEventsDoesNotKeepOthersOut) {
  const RunningHub hub;
  GoodClients good(hub);
  WebSocketClient flooder(hub.port());
  std::string flood;
  for (int i = 0; i < 200; ++i)
    flood +=
        maskedFrame(1, "{\"action\":\"publish\"," + eventMembers(std::to_string(i), "{}", "a", "f") + "}");
  std::atomic<bool> stop{false};
  std::thread flooding([&] {
    while (!stop) flooder.wire().send(flood);
  });
  for (int i = 0; i < 50; ++i) good.roundTrip();
  stop = true;
  flooding.join();
}

TEST(HostileClient, ALeadingFloodOfEmptyLinesIsCheapAndEndless) {
  const RunningHub hub;
  GoodClients good(hub);
  Wire wire(hub.port());
  std::string lines;
  for (int i = 0; i < 32'768; ++i) lines += "\r\n";
  for (int i = 0; i < 50; ++i) {
    wire.send(lines);
    good.roundTrip();
  }
  wire.send(requestText("GET", "/health"));
  EXPECT_EQ(readReply(wire).status, 200);
}

}  // namespace
}  // namespace cast::hub
