// Notifications that are posted to callback URLs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Poco/Net/ServerSocket.h>

#include <atomic>

#include "client/callback_server.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using namespace std::chrono_literals;
using Post = CallbackServer::Post;

const std::string kSubscribe = std::string(kBase) + "/subscribe";

void quick(Configuration& c) {
  c.webhooks.firstPause = 1ms;
  c.webhooks.longestPause = 5ms;
}

std::string subscribe(const RunningHub& hub, const std::string& url, const std::string& session = "s") {
  const HttpReply reply = call(hub.port(), "POST", kSubscribe,
                               "{" + subscribeMembers(session) + ",\"callbackUrl\":\"" + url + "\"}");
  EXPECT_EQ(reply.status, 201) << reply.body;
  return stringOf(reply.body, "subscriptionId");
}

void publish(const RunningHub& hub, const std::string& id, const std::string& payload = "{}",
             const std::string& session = "s") {
  const HttpReply reply =
      call(hub.port(), "POST", std::string(kBase) + "/event", eventJson(id, payload, "test:event", session));
  ASSERT_EQ(reply.status, 202) << reply.body;
}

TEST(Webhook, ANotificationIsPostedAsJson) {
  const RunningHub hub;
  CallbackServer callback;
  subscribe(hub, callback.url("/cast/callback?x=1"));
  publish(hub, "e-1", "{\"z\": 1.0}");
  const Post post = callback.read();
  EXPECT_EQ(post.path, "/cast/callback?x=1");
  EXPECT_EQ(post.contentType, "application/json");
  EXPECT_EQ(post.body, R"({"eventId":"e-1","eventType":"test:event","timestamp":"2024-01-15T10:30:00Z",)"
                       R"("source":"test","sessionId":"s","payload":{"z": 1.0}})");
}

TEST(Webhook, NotificationsOfASubscriptionComeInOrder) {
  const RunningHub hub;
  CallbackServer callback;
  subscribe(hub, callback.url());
  for (int i = 0; i < 50; ++i) publish(hub, std::to_string(i));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(stringOf(callback.read().body, "eventId"), std::to_string(i));
}

class TakenStatus : public testing::TestWithParam<int> {};
class RefusedStatus : public testing::TestWithParam<int> {};

TEST_P(TakenStatus, IsNotSentAgain) {
  const RunningHub hub(quick);
  CallbackServer callback([](const Post&) { return GetParam(); });
  subscribe(hub, callback.url());
  publish(hub, "1");
  publish(hub, "2");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "1");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "2");
}

TEST_P(RefusedStatus, IsSentAgainBeforeTheNext) {
  const RunningHub hub(quick);
  std::atomic<int> posts{0};
  CallbackServer callback([&](const Post&) { return ++posts <= 2 ? GetParam() : 204; });
  subscribe(hub, callback.url());
  publish(hub, "1");
  publish(hub, "2");
  for (const char* id : {"1", "1", "1", "2"}) EXPECT_EQ(stringOf(callback.read().body, "eventId"), id);
}

INSTANTIATE_TEST_SUITE_P(Any2xx, TakenStatus, testing::Values(200, 201, 202, 204, 299));
INSTANTIATE_TEST_SUITE_P(AnythingElse, RefusedStatus, testing::Values(301, 304, 400, 404, 410, 500, 503));

TEST(Webhook, ANotificationIsGivenUpAfterTheLastAttemptAndTheNextOneHasItsOwn) {
  const RunningHub hub([](Configuration& c) {
    quick(c);
    c.webhooks.attempts = 3;
  });
  CallbackServer callback(
      [](const Post& post) { return stringOf(post.body, "eventId") == "bad" ? 500 : 200; });
  subscribe(hub, callback.url());
  publish(hub, "bad");
  publish(hub, "good");
  for (const char* id : {"bad", "bad", "bad", "good"})
    EXPECT_EQ(stringOf(callback.read().body, "eventId"), id);
  EXPECT_EQ(hub.metric("cast_webhook_given_up_total"), 1);
  EXPECT_EQ(hub.metric("cast_webhook_attempts_failed_total"), 3);
}

TEST(Webhook, PausesDoubleUpToTheLongest) {
  const RunningHub hub([](Configuration& c) {
    c.webhooks.firstPause = 20ms;
    c.webhooks.longestPause = 50ms;
  });
  CallbackServer callback([](const Post&) { return 500; });
  subscribe(hub, callback.url());
  publish(hub, "1");
  callback.read();
  auto before = std::chrono::steady_clock::now();
  for (const auto pause : {20ms, 40ms, 50ms, 50ms}) {
    callback.read();
    const auto now = std::chrono::steady_clock::now();
    EXPECT_GE(now - before, pause - 5ms);
    before = now;
  }
}

TEST(Webhook, ACallbackThatNeverAnswersIsTriedAgainAfterTheTimeout) {
  const RunningHub hub([](Configuration& c) {
    quick(c);
    c.webhooks.timeout = 50ms;
  });
  std::atomic<int> posts{0};
  CallbackServer callback([&](const Post&) { return ++posts == 1 ? 0 : 200; });
  subscribe(hub, callback.url());
  publish(hub, "1");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "1");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "1");
}

TEST(Webhook, AGoodStatusCountsEvenIfTheAnswersBodyNeverEnds) {
  const RunningHub hub([](Configuration& c) {
    quick(c);
    c.webhooks.timeout = 50ms;
  });
  Poco::Net::ServerSocket callback(Poco::Net::SocketAddress("127.0.0.1", 0));
  subscribe(hub, "http://127.0.0.1:" + std::to_string(callback.address().port()) + "/");
  publish(hub, "1");
  publish(hub, "2");
  for (const char* id : {"1", "2"}) {
    Wire wire(callback.acceptConnection());
    const std::string head = wire.readUntil("\r\n\r\n");
    const std::size_t length = head.find("Content-Length: ") + 16;
    EXPECT_EQ(stringOf(wire.read(std::stoul(head.substr(length))), "eventId"), id);
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    EXPECT_TRUE(wire.isAtEnd());
  }
}

TEST(Webhook, AConnectionRefusedAfterAGoodAnswerIsAFailure) {
  const RunningHub hub([](Configuration& c) {
    quick(c);
    c.webhooks.attempts = 1;
  });
  CallbackServer observer;
  {
    CallbackServer callback;
    subscribe(hub, callback.url());
    publish(hub, "1");
    callback.read();
  }
  publish(hub, "2");
  subscribe(hub, observer.url(), "t");
  while (hub.metric("cast_webhook_given_up_total") == 0) publish(hub, "", "{}", "t");
  EXPECT_EQ(hub.metric("cast_webhook_given_up_total"), 1);
}

TEST(Webhook, DeadCallbacksDelayNobodyElse) {
  const RunningHub hub;
  CallbackServer silent([](const Post&) { return 0; });
  Poco::Net::ServerSocket neverAccepts(Poco::Net::SocketAddress("127.0.0.1", 0));
  CallbackServer alive;
  subscribe(hub, silent.url());
  subscribe(hub, "http://127.0.0.1:" + std::to_string(neverAccepts.address().port()) + "/");
  subscribe(hub, "http://127.0.0.1:1/");
  subscribe(hub, "http://host.invalid/");
  subscribe(hub, alive.url());
  for (int i = 0; i < 10; ++i) publish(hub, std::to_string(i));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(stringOf(alive.read().body, "eventId"), std::to_string(i));
  EXPECT_EQ(silent.read().body.empty(), false) << "it was tried, and hangs still";
}

TEST(Webhook, UnsubscribingDropsWhatWaits) {
  const RunningHub hub([](Configuration& c) {
    c.webhooks.firstPause = 1h;
    c.webhooks.longestPause = 1h;
  });
  CallbackServer callback([](const Post&) { return 500; });
  CallbackServer observer;
  const std::string id = subscribe(hub, callback.url());
  publish(hub, "1");
  publish(hub, "2");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "1");
  EXPECT_EQ(call(hub.port(), "DELETE", kSubscribe + "/" + id).status, 204);
  const std::string again = subscribe(hub, callback.url());
  EXPECT_NE(again, id);
  publish(hub, "3");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "3") << "the old one's queue is gone";
}

TEST(Webhook, TheEndOfALeaseStillDeliversWhatWasAcceptedBefore) {
  const RunningHub hub(quick);
  std::atomic<int> posts{0};
  CallbackServer callback([&](const Post&) { return ++posts <= 3 ? 500 : 200; });
  const HttpReply reply =
      call(hub.port(), "POST", kSubscribe,
           "{" + subscribeMembers() + ",\"leaseSeconds\":1,\"callbackUrl\":\"" + callback.url() + "\"}");
  ASSERT_EQ(reply.status, 201);
  publish(hub, "1");
  publish(hub, "2");
  for (const char* id : {"1", "1", "1", "1", "2"}) EXPECT_EQ(stringOf(callback.read().body, "eventId"), id);
}

TEST(Webhook, ACallbackWhoseQueueOverflowsLosesItsSubscription) {
  const RunningHub hub([](Configuration& c) { c.webhooks.queue = 3; });
  CallbackServer silent([](const Post&) { return 0; });
  CallbackServer alive;
  const std::string id = subscribe(hub, silent.url());
  subscribe(hub, alive.url());
  for (int i = 0; i < 20; ++i) {
    publish(hub, std::to_string(i));
    EXPECT_EQ(stringOf(alive.read().body, "eventId"), std::to_string(i));
  }
  while (hub.metric("cast_subscriptions{transport=\"webhook\"}") > 1) {
  }
  EXPECT_EQ(call(hub.port(), "DELETE", kSubscribe + "/" + id).status, 404) << "it has ended already";
  EXPECT_EQ(silent.unread(), 1U) << "nothing is sent behind what was lost";
  EXPECT_GE(hub.metric("cast_webhook_given_up_total"), 3);
}

TEST(Webhook, RenewalWithAnotherCallbackTurnsTheNextNotificationsThere) {
  const RunningHub hub;
  CallbackServer before;
  CallbackServer after;
  const std::string id = subscribe(hub, before.url());
  publish(hub, "1");
  before.read();
  EXPECT_EQ(call(hub.port(), "POST", kSubscribe,
                 "{" + subscribeMembers() + ",\"subscriptionId\":\"" + id + "\",\"callbackUrl\":\"" +
                     after.url() + "\"}")
                .status,
            200);
  publish(hub, "2");
  EXPECT_EQ(stringOf(after.read().body, "eventId"), "2");
  EXPECT_EQ(before.unread(), 0U);
}

TEST(Webhook, ASubscriptionSentAgainIsRenewedAndNotifiedOnce) {
  const RunningHub hub;
  CallbackServer callback;
  const std::string body = "{" + subscribeMembers() + ",\"callbackUrl\":\"" + callback.url() + "\"}";
  const HttpReply first = call(hub.port(), "POST", kSubscribe, body);
  const HttpReply second = call(hub.port(), "POST", kSubscribe, body);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(stringOf(first.body, "subscriptionId"), stringOf(second.body, "subscriptionId"));
  EXPECT_EQ(first.headers.at("Location"), "/cast/v1/subscribe/" + stringOf(first.body, "subscriptionId"));
  publish(hub, "1");
  publish(hub, "2");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "1");
  EXPECT_EQ(stringOf(callback.read().body, "eventId"), "2");
}

}  // namespace
}  // namespace cast::hub
