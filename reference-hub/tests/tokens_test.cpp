// Who may do what: the token by every way it may come, its scopes, its user and its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;

const std::string kEvent = std::string(kBase) + "/event";
const std::string kSubscribe = std::string(kBase) + "/subscribe";

TEST(Tokens, EveryCallNeedsOne) {
  const RunningHub hub;
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"POST", kEvent},
                                                        {"POST", kSubscribe},
                                                        {"DELETE", kSubscribe + "/sub-1"},
                                                        {"GET", "/cast/v1/sessions/s"},
                                                        {"GET", "/cast/v1/ws"},
                                                        {"GET", "/cast/v1/events"}}) {
    const HttpReply reply = call(hub.port(), method, path, "", "");
    EXPECT_EQ(reply.status, 401) << method << " " << path;
    EXPECT_EQ(reply.headers.at("WWW-Authenticate"), "Bearer realm=\"cast\"");
    EXPECT_EQ(stringOf(reply.body, "type"), "urn:cast:problem:unauthorized");
  }
}

TEST(Tokens, HealthMetricsAndDiscoveryNeedNone) {
  const RunningHub hub;
  for (const char* path : {"/health", "/metrics", "/cast/v1/.well-known/cast-configuration"}) {
    EXPECT_EQ(call(hub.port(), "GET", path, "", "").status, 200) << path;
  }
}

TEST(Tokens, AnUnknownOrExpiredOneIsInvalid) {
  const RunningHub hub;
  for (const char* token : {"unknown", "expired", "al", "alll", "all all", "ALL"}) {
    const HttpReply reply = call(hub.port(), "POST", kEvent, eventJson("e"), token);
    EXPECT_EQ(reply.status, 401) << token;
    EXPECT_THAT(reply.headers.at("WWW-Authenticate"), HasSubstr("error=\"invalid_token\""));
  }
}

TEST(Tokens, TheSchemeIsBearerInAnyLetterCase) {
  const RunningHub hub;
  for (const char* scheme : {"bearer", "BEARER", "Bearer"}) {
    EXPECT_EQ(call(hub.port(), "POST", kEvent, eventJson("e"), "",
                   {{"Authorization", scheme + std::string(" all")}})
                  .status,
              202);
  }
  for (const char* value : {"Basic all", "all", "Bearer", "Bearerall", ""}) {
    EXPECT_EQ(call(hub.port(), "POST", kEvent, eventJson("e"), "", {{"Authorization", value}}).status, 401)
        << value;
  }
}

TEST(Tokens, WithoutTheScopeACallIsForbidden) {
  const RunningHub hub;
  const std::string subscribe = "{" + subscribeMembers() + "}";
  EXPECT_EQ(call(hub.port(), "POST", kEvent, eventJson("e"), "read").status, 403);
  EXPECT_EQ(call(hub.port(), "POST", kSubscribe, subscribe, "write").status, 403);
  EXPECT_EQ(call(hub.port(), "GET", "/cast/v1/sessions/s", "", "write").status, 403);
  EXPECT_EQ(call(hub.port(), "GET", "/cast/v1/events?sessionId=s&eventTypes=a", "", "write").status, 403);
  EXPECT_EQ(call(hub.port(), "DELETE", kSubscribe + "/sub-1", "", "write").status, 403);
  EXPECT_EQ(call(hub.port(), "POST", kEvent, eventJson("e"), "write").status, 202);
  EXPECT_EQ(call(hub.port(), "POST", kSubscribe, subscribe, "read").status, 201);
}

TEST(Tokens, OneBoundToAUserSpeaksForNobodyElse) {
  const RunningHub hub;
  const std::string asJones = "{\"userId\":\"dr-jones\"," + eventMembers("e") + "}";
  const HttpReply refusal = call(hub.port(), "POST", kEvent, asJones, "smith");
  EXPECT_EQ(refusal.status, 403);
  EXPECT_EQ(stringOf(refusal.body, "pointer"), "/userId");
  WebSocketClient receiver(hub.port());
  receiver.subscribe();
  EXPECT_EQ(call(hub.port(), "POST", kEvent, eventJson("e"), "smith").status, 202);
  EXPECT_THAT(receiver.read(), HasSubstr("\"userId\":\"dr-smith\""));
}

TEST(Tokens, ABrowsersWebSocketBringsItAsASubprotocol) {
  const RunningHub hub;
  WebSocketClient client(hub.port(), {"", "", {{"Sec-WebSocket-Protocol", "cast, bearer.YWxs"}}, 0});
  ASSERT_EQ(client.handshake().status, 101);
  EXPECT_EQ(client.handshake().headers.at("Sec-WebSocket-Protocol"), "cast");
  client.subscribe();
  WebSocketClient split(
      hub.port(),
      {"", "", {{"Sec-WebSocket-Protocol", "cast"}, {"Sec-WebSocket-Protocol", "bearer.YWxs"}}, 0});
  EXPECT_EQ(split.handshake().status, 101) << "a list may come as several headers";
  for (const char* offer : {"cast, bearer.", "cast, bearer.!!!", "cast", "bearer.dW5rbm93bg"}) {
    const WebSocketClient refused(hub.port(), {"", "", {{"Sec-WebSocket-Protocol", offer}}, 0});
    EXPECT_EQ(refused.handshake().status, 401) << offer;
  }
}

TEST(Tokens, AWebSocketOrAnEventStreamMayBringItInTheQueryAndOtherCallsMayNot) {
  const RunningHub hub;
  EXPECT_EQ(WebSocketClient(hub.port(), {"", "?access_token=all", {}, 0}).handshake().status, 101);
  EXPECT_EQ(WebSocketClient(hub.port(), {"", "?access_token=unknown", {}, 0}).handshake().status, 401);
  EXPECT_EQ(EventStreamClient(hub.port(), "sessionId=s&eventTypes=a&access_token=all", "").head().status,
            200);
  EXPECT_EQ(call(hub.port(), "POST", kEvent + "?access_token=all", eventJson("e"), "").status, 401);
}

TEST(Tokens, TheEndOfATokenEndsItsWebSocketAndItsEventStream) {
  const RunningHub hub([](Configuration& c) {
    c.tokens.add("brief", {{"app", ""}, true, true, WallClock::now() + std::chrono::milliseconds(300)});
  });
  WebSocketClient client(hub.port(), {"brief", "", {}, 0});
  ASSERT_EQ(client.handshake().status, 101);
  EventStreamClient stream(hub.port(), "sessionId=s&eventTypes=a", "brief");
  ASSERT_EQ(stream.head().status, 200);
  const auto close = client.readClose();
  EXPECT_EQ(close.code, 4401);
  EXPECT_FALSE(close.reason.empty());
  stream.wire().readToEnd();
  EXPECT_EQ(WebSocketClient(hub.port(), {"brief", "", {}, 0}).handshake().status, 401);
}

TEST(Tokens, AWebSocketsTokenNeedsTheScopeForEachAction) {
  const RunningHub hub;
  WebSocketClient reader(hub.port(), {"read", "", {}, 0});
  reader.subscribe();
  reader.send("{\"action\":\"publish\"," + eventMembers("e") + "}");
  EXPECT_THAT(reader.read(), HasSubstr("urn:cast:problem:forbidden"));
  WebSocketClient writer(hub.port(), {"write", "", {}, 0});
  writer.send("{\"action\":\"subscribe\"," + subscribeMembers() + "}");
  EXPECT_THAT(writer.read(), HasSubstr("urn:cast:problem:forbidden"));
  writer.publish("e");
}

TEST(Tokens, ASubscriptionBelongsToTheTokensSubject) {
  const RunningHub hub;
  const std::string id =
      stringOf(call(hub.port(), "POST", kSubscribe, "{" + subscribeMembers() + "}").body, "subscriptionId");
  EXPECT_EQ(call(hub.port(), "DELETE", kSubscribe + "/" + id, "", "other").status, 404);
  EXPECT_EQ(call(hub.port(), "GET", "/cast/v1/events?subscriptionId=" + id, "", "other").status, 404);
  EXPECT_EQ(call(hub.port(), "DELETE", kSubscribe + "/" + id).status, 204);
  EXPECT_EQ(call(hub.port(), "DELETE", kSubscribe + "/" + id).status, 404);
}

}  // namespace
}  // namespace cast::hub
