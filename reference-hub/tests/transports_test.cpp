// Any mix of transports in one session: the same events, once, in the same order, with the publisher's bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "client/callback_server.hpp"
#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;

const std::string kEvent = std::string(kBase) + "/event";
const std::string kSubscribe = std::string(kBase) + "/subscribe";

void subscribeCallback(const RunningHub& hub, const CallbackServer& callback) {
  const HttpReply reply = call(hub.port(), "POST", kSubscribe,
                               "{" + subscribeMembers() + ",\"callbackUrl\":\"" + callback.url() + "\"}");
  ASSERT_EQ(reply.status, 201) << reply.body;
}

TEST(Transports, SeveralPublishersAtOnceAreHeardInOneOrderByAllReceivers) {
  const RunningHub hub;
  constexpr int kEach = 50;
  CallbackServer callback;
  subscribeCallback(hub, callback);
  WebSocketClient first(hub.port());
  WebSocketClient second(hub.port());
  first.subscribe();
  second.subscribe();
  EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=test:event");

  std::vector<std::thread> publishers;
  publishers.emplace_back([&] {
    WebSocketClient client(hub.port());
    for (int i = 0; i < kEach; ++i) client.publish("ws-" + std::to_string(i));
  });
  publishers.emplace_back([&] {
    WebSocketClient client(hub.port());
    for (int i = 0; i < kEach; ++i) client.publish("other-" + std::to_string(i));
  });
  publishers.emplace_back([&] {
    for (int i = 0; i < kEach; ++i) call(hub.port(), "POST", kEvent, eventJson("http-" + std::to_string(i)));
  });
  for (std::thread& publisher : publishers) publisher.join();

  std::map<std::string, int> next;
  for (int i = 0; i < 3 * kEach; ++i) {
    const std::string id = stringOf(first.read(), "eventId");
    EXPECT_EQ(stringOf(second.read(), "eventId"), id);
    EXPECT_EQ(stringOf(stream.read().data, "eventId"), id);
    EXPECT_EQ(stringOf(callback.read().body, "eventId"), id);
    const std::size_t dash = id.find('-');
    EXPECT_EQ(std::stoi(id.substr(dash + 1)), next[id.substr(0, dash)]++)
        << "each publisher's own order is kept";
  }
}

class Payload : public testing::TestWithParam<std::string> {};

TEST_P(Payload, ComesAsItWasSentOverEveryTransport) {
  const RunningHub hub;
  CallbackServer callback;
  subscribeCallback(hub, callback);
  WebSocketClient webSocket(hub.port());
  webSocket.subscribe();
  EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=test:event");
  WebSocketClient publisher(hub.port());
  ASSERT_EQ(call(hub.port(), "POST", kEvent, eventJson("1", GetParam())).status, 202);
  publisher.publish("2", GetParam());
  for (int i = 0; i < 2; ++i) {
    const std::string expected = "\"payload\":" + GetParam() + "}";
    EXPECT_THAT(webSocket.read(), HasSubstr(expected));
    EXPECT_THAT(stream.read().data, HasSubstr(expected));
    EXPECT_THAT(callback.read().body, HasSubstr(expected));
  }
}

INSTANTIATE_TEST_SUITE_P(Bytes, Payload,
                         testing::Values("null", "\"\"", "{ }", "[ 1 , 2 ]", R"({"z":1,"a":2,"Z":3})",
                                         "12345678901234567890123", "1e400", "0.10", "-0", "1E+2",
                                         "1.0000000000000000000000001", R"("\u00e9\uD83E\uDE7B\/\b")",
                                         "\"\xC3\xA9\xF0\x9F\xA9\xBB\xE2\x80\xA8\"",
                                         R"({"":{"":[[],{},""]}})", "\"" + std::string(200'000, 'x') + "\""));

TEST(Transports, ASessionListsWhoTakesPartAndHow) {
  const RunningHub hub;
  CallbackServer callback;
  call(hub.port(), "POST", kSubscribe,
       "{" + subscribeMembers() + R"(,"userId":"dr-jones","source":"report","callbackUrl":")" +
           callback.url() + "\"}");
  WebSocketClient viewer(hub.port(), {"smith", "", {}, 0});
  viewer.send("{\"action\":\"subscribe\",\"source\":\"viewer\"," + subscribeMembers() + "}");
  viewer.read();
  EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=test:event&userId=dr-smith&source=viewer");
  const std::string session = call(hub.port(), "GET", "/cast/v1/sessions/s").body;
  EXPECT_THAT(session, HasSubstr("\"kind\":\"multi-user\""));
  EXPECT_THAT(session, HasSubstr(R"({"userId":"dr-jones","source":"report","subscriptions":[{)"));
  EXPECT_THAT(session, HasSubstr(R"({"userId":"dr-smith","source":"viewer","subscriptions":[{)"));
  for (const char* transport : {"webhook", "websocket", "sse"}) {
    EXPECT_THAT(session, HasSubstr("\"transport\":\"" + std::string(transport) + "\""));
  }
  EXPECT_EQ(call(hub.port(), "GET", "/cast/v1/sessions/unknown").status, 404);
}

TEST(Transports, DiscoveryNamesTheEndpointsAsTheClientReachedTheHub) {
  const RunningHub hub;
  const std::string body = call(hub.port(), "GET", "/cast/v1/.well-known/cast-configuration").body;
  EXPECT_THAT(body, HasSubstr("\"subscribe\":\"http://hub/cast/v1/subscribe\""));
  EXPECT_THAT(body, HasSubstr("\"websocket\":\"ws://hub/cast/v1/ws\""));
  const RunningHub behindProxy([](Configuration& c) { c.publicUrl = "https://cast.example"; });
  const std::string proxied = call(behindProxy.port(), "GET", "/cast/v1/.well-known/cast-configuration").body;
  EXPECT_THAT(proxied, HasSubstr("\"event\":\"https://cast.example/cast/v1/event\""));
  EXPECT_THAT(proxied, HasSubstr("\"websocket\":\"wss://cast.example/cast/v1/ws\""));
}

}  // namespace
}  // namespace cast::hub
