// The model behind every transport, without a socket and with a clock of our own.
#include "session/sessions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "recording_receiver.hpp"

namespace cast::hub {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

class SessionsTest : public testing::Test {
 protected:
  static SubscribeRequest request(const std::string& session, std::vector<std::string> types) {
    SubscribeRequest request;
    request.sessionId = session;
    request.eventTypes = std::move(types);
    return request;
  }

  std::string subscribe(RecordingReceiver& receiver, const std::string& session,
                        std::vector<std::string> types, Transport transport = Transport::WebSocket) {
    return subscribe(receiver, request(session, std::move(types)), transport);
  }
  std::string subscribe(RecordingReceiver& receiver, const SubscribeRequest& request, Transport transport) {
    auto subscribed = sessions_.subscribe(request, sender_, transport, &receiver, now_);
    if (const auto* rejection = std::get_if<Rejection>(&subscribed)) return rejection->kind;
    renewed_ = std::get<Sessions::Subscribed>(subscribed).renewed;
    return std::get<Sessions::Subscribed>(subscribed).subscription->id;
  }

  static PublishRequest event(const std::string& session, const std::string& type, const std::string& id,
                              const std::string& payload = "{}") {
    PublishRequest request;
    request.sessionId = session;
    request.eventType = type;
    request.eventId = id;
    request.source = "test";
    request.members = ",\"payload\":" + payload;
    return request;
  }
  std::string publish(const std::string& session, const std::string& type, const std::string& id,
                      const std::string& payload = "{}", const Receiver* own = nullptr) {
    auto published = sessions_.publish(event(session, type, id, payload), own, now_);
    if (const auto* rejection = std::get_if<Rejection>(&published)) return rejection->kind;
    return std::get<Sessions::Published>(published).duplicate ? "duplicate" : "accepted";
  }

  void remake(const SessionLimits& limits) { sessions_ = Sessions(limits); }

  Sessions sessions_{SessionLimits{}};
  Sender sender_{"app", ""};
  Sender stranger_{"stranger", ""};
  WallClock::time_point now_{1'700'000'000s};
  RecordingReceiver first_;
  RecordingReceiver second_;
  bool renewed_ = false;
};

TEST_F(SessionsTest, AnEventReachesTheSubscribersOfItsTypeInItsSessionAndNobodyElse) {
  RecordingReceiver otherType;
  RecordingReceiver longerSession;
  RecordingReceiver shorterSession;
  subscribe(first_, "room-1", {"a", "b"});
  subscribe(second_, "room-1", {"b"});
  subscribe(otherType, "room-1", {"b:a", "aa"});
  subscribe(longerSession, "room-11", {"a", "b"});
  subscribe(shorterSession, "room", {"a", "b"});
  publish("room-1", "a", "1");
  publish("room-1", "b", "2");
  publish("room-1", "A", "3");
  EXPECT_THAT(first_.ids(), ElementsAre("1", "2"));
  EXPECT_THAT(second_.ids(), ElementsAre("2"));
  EXPECT_THAT(otherType.ids(), IsEmpty());
  EXPECT_THAT(longerSession.ids(), IsEmpty());
  EXPECT_THAT(shorterSession.ids(), IsEmpty());
}

TEST_F(SessionsTest, EveryReceiverOfASessionSeesTheOrderOfAcceptance) {
  subscribe(first_, "s", {"a", "b"});
  subscribe(second_, "s", {"b", "a"});
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    expected.push_back(std::to_string(i));
    publish("s", i % 3 == 0 ? "a" : "b", expected.back());
  }
  EXPECT_EQ(first_.ids(), expected);
  EXPECT_EQ(second_.ids(), expected);
  for (std::size_t i = 0; i < first_.events.size(); ++i) EXPECT_EQ(first_.events[i]->sequence, i + 1);
}

TEST_F(SessionsTest, OverlappingSubscriptionsOfOneReceiverGetTheSameOrdinalSoThatItCanSendItOnce) {
  subscribe(first_, "s", {"a"});
  subscribe(first_, "s", {"a", "b"});
  publish("s", "a", "1");
  ASSERT_THAT(first_.events, SizeIs(2));
  EXPECT_EQ(first_.events[0]->ordinal, first_.events[1]->ordinal);
  publish("s", "a", "2");
  EXPECT_GT(first_.events[2]->ordinal, first_.events[0]->ordinal);
}

TEST_F(SessionsTest, ThePublishersOwnReceiverIsLeftOut) {
  subscribe(first_, "s", {"a"});
  subscribe(second_, "s", {"a"});
  publish("s", "a", "1", "{}", &first_);
  EXPECT_THAT(first_.ids(), IsEmpty());
  EXPECT_THAT(second_.ids(), ElementsAre("1"));
}

TEST_F(SessionsTest, TheNotificationIsThePublishersBytesBehindTheEventId) {
  subscribe(first_, "s", {"a"});
  publish("s", "a", "1", "{ \"z\":1.0,\n\"a\" : 1e400 }");
  ASSERT_THAT(first_.events, SizeIs(1));
  EXPECT_EQ(first_.events[0]->notification, "{\"eventId\":\"1\",\"payload\":{ \"z\":1.0,\n\"a\" : 1e400 }}");
}

TEST_F(SessionsTest, ReceiversThatComeLateDoNotGetWhatWasBefore) {
  publish("s", "a", "1");
  subscribe(first_, "s", {"a"});
  publish("s", "a", "2");
  EXPECT_THAT(first_.ids(), ElementsAre("2"));
}

TEST_F(SessionsTest, TheSameSubscriptionAgainRenewsIt) {
  SubscribeRequest wish = request("s", {"a"});
  wish.callbackUrl = "http://h/c";
  wish.leaseSeconds = 60;
  const std::string id = subscribe(first_, wish, Transport::Webhook);
  EXPECT_FALSE(renewed_);
  now_ += 50s;
  EXPECT_EQ(subscribe(first_, wish, Transport::Webhook), id);
  EXPECT_TRUE(renewed_);
  now_ += 50s;
  publish("s", "a", "1");
  EXPECT_THAT(first_.ids(), ElementsAre("1"));
  EXPECT_EQ(sessions_.subscriptionCount(Transport::Webhook), 1U);
}

TEST_F(SessionsTest, AnyDifferenceThatCountsMakesANewSubscription) {
  SubscribeRequest wish = request("s", {"a"});
  wish.callbackUrl = "http://h/c";
  const std::string id = subscribe(first_, wish, Transport::Webhook);
  std::vector<SubscribeRequest> others(6, wish);
  others[0].sessionId = "t";
  others[1].eventTypes = {"a", "b"};
  others[2].callbackUrl = "http://h/d";
  others[3].preferredFormats = {"fhir"};
  others[4].userId = "u";
  others[5].source = "x";
  for (const SubscribeRequest& other : others) {
    EXPECT_NE(subscribe(first_, other, Transport::Webhook), id);
    EXPECT_FALSE(renewed_);
  }
  sender_ = stranger_;
  EXPECT_NE(subscribe(first_, wish, Transport::Webhook), id);
}

TEST_F(SessionsTest, RenewalById_ReplacesEventTypesWithoutLosingItsPlace) {
  const std::string id = subscribe(first_, "s", {"a"}, Transport::Webhook);
  SubscribeRequest change = request("s", {"b"});
  change.subscriptionId = id;
  EXPECT_EQ(subscribe(first_, change, Transport::Webhook), id);
  EXPECT_TRUE(renewed_);
  publish("s", "a", "1");
  publish("s", "b", "2");
  EXPECT_THAT(first_.ids(), ElementsAre("2"));
}

TEST_F(SessionsTest, RenewalOfASubscriptionThatIsNotTheSendersOrNotInThatSessionIsNotFound) {
  SubscribeRequest change = request("s", {"b"});
  change.subscriptionId = subscribe(first_, "s", {"a"}, Transport::Webhook);
  EXPECT_EQ(subscribe(second_, change, Transport::WebSocket), "not-found") << "another transport";
  change.sessionId = "t";
  EXPECT_EQ(subscribe(first_, change, Transport::Webhook), "not-found") << "another session";
  change.sessionId = "s";
  sender_ = stranger_;
  EXPECT_EQ(subscribe(first_, change, Transport::Webhook), "not-found") << "another owner";
  change.subscriptionId = "sub-unknown";
  EXPECT_EQ(subscribe(first_, change, Transport::Webhook), "not-found");
  EXPECT_EQ(sessions_.find("t"), nullptr) << "a refusal makes no session";
}

TEST_F(SessionsTest, ALeaseEndsOnTimeAndNotBefore) {
  SubscribeRequest wish = request("s", {"a"});
  wish.leaseSeconds = 10;
  const std::string id = subscribe(first_, wish, Transport::Webhook);
  EXPECT_EQ(sessions_.findSubscription(id)->expires, now_ + 10s);
  EXPECT_EQ(sessions_.nextExpiry(), now_ + 10s);
  now_ += 10s - 1ns;
  sessions_.expire(now_);
  publish("s", "a", "1");
  now_ += 1ns;
  publish("s", "a", "2");
  EXPECT_THAT(first_.ids(), ElementsAre("1")) << "not even an event of the same moment comes after the end";
  EXPECT_THAT(first_.endings, ElementsAre(Pair(id, Ending::Expired)));
  EXPECT_EQ(sessions_.findSubscription(id), nullptr);
  EXPECT_EQ(sessions_.nextExpiry(), std::nullopt);
}

TEST_F(SessionsTest, AWishForALongerLeaseThanTheLimitIsCapped) {
  SubscribeRequest wish = request("s", {"a"});
  wish.leaseSeconds = std::numeric_limits<long>::max();
  const std::string id = subscribe(first_, wish, Transport::Webhook);
  EXPECT_EQ(sessions_.findSubscription(id)->expires, now_ + sessions_.limits().lease);
}

TEST_F(SessionsTest, ASubscriptionOfAConnectionWithoutAWishLivesAsLongAsTheConnection) {
  const std::string id = subscribe(first_, "s", {"a"}, Transport::WebSocket);
  now_ += sessions_.limits().lease + 1s;
  sessions_.expire(now_);
  publish("s", "a", "1");
  EXPECT_THAT(first_.ids(), ElementsAre("1"));
  EXPECT_GT(sessions_.findSubscription(id)->expires, now_);
  sessions_.disconnect(id, now_);
  publish("s", "a", "2");
  EXPECT_THAT(first_.ids(), ElementsAre("1"));
  EXPECT_THAT(first_.endings, IsEmpty()) << "the connection is the one that says so";
}

TEST_F(SessionsTest, AnEmptySessionEndsWhenNothingHappenedForItsIdleTime) {
  const auto idle = sessions_.limits().idle;
  publish("s", "a", "1");
  const std::string incarnation = sessions_.find("s")->incarnation();
  now_ += idle - 1s;
  sessions_.expire(now_);
  ASSERT_NE(sessions_.find("s"), nullptr);
  publish("s", "a", "2");
  now_ += idle - 1s;
  sessions_.expire(now_);
  ASSERT_NE(sessions_.find("s"), nullptr);
  now_ += 1s;
  sessions_.expire(now_);
  EXPECT_EQ(sessions_.find("s"), nullptr);
  publish("s", "a", "3");
  EXPECT_NE(sessions_.find("s")->incarnation(), incarnation);
  EXPECT_EQ(sessions_.find("s")->history().front()->sequence, 1U);
}

TEST_F(SessionsTest, ASessionWithASubscriptionNeverEndsByItself) {
  const std::string id = subscribe(first_, "s", {"a"});
  now_ += 100 * sessions_.limits().idle;
  sessions_.expire(now_);
  ASSERT_NE(sessions_.find("s"), nullptr);
  EXPECT_FALSE(sessions_.unsubscribe(id, sender_, now_));
  sessions_.expire(now_);
  EXPECT_NE(sessions_.find("s"), nullptr) << "its idle time begins with the last subscription's end";
  now_ += sessions_.limits().idle;
  sessions_.expire(now_);
  EXPECT_EQ(sessions_.find("s"), nullptr);
}

TEST_F(SessionsTest, OnlyTheOwnerUnsubscribesAndOnlyOnce) {
  const std::string id = subscribe(first_, "s", {"a"});
  EXPECT_EQ(sessions_.unsubscribe(id, stranger_, now_)->kind, "not-found");
  publish("s", "a", "1");
  EXPECT_FALSE(sessions_.unsubscribe(id, sender_, now_));
  publish("s", "a", "2");
  EXPECT_EQ(sessions_.unsubscribe(id, sender_, now_)->kind, "not-found");
  EXPECT_THAT(first_.ids(), ElementsAre("1"));
  EXPECT_THAT(first_.endings, ElementsAre(Pair(id, Ending::Unsubscribed)));
  EXPECT_EQ(sessions_.subscriptionCount(Transport::WebSocket), 0U);
}

TEST_F(SessionsTest, APendingSubscriptionIsAttachedOnceAndByItsOwner) {
  auto subscribed = sessions_.subscribe(request("s", {"a"}), sender_, Transport::Pending, nullptr, now_);
  const std::string id = std::get<Sessions::Subscribed>(subscribed).subscription->id;
  publish("s", "a", "1");
  EXPECT_EQ(std::get<Rejection>(sessions_.attach(id, stranger_, second_, now_)).kind, "not-found");
  ASSERT_TRUE(std::holds_alternative<const Subscription*>(sessions_.attach(id, sender_, first_, now_)));
  EXPECT_EQ(std::get<Rejection>(sessions_.attach(id, sender_, second_, now_)).kind, "conflict");
  publish("s", "a", "2");
  EXPECT_THAT(first_.ids(), ElementsAre("2"));
  EXPECT_EQ(sessions_.subscriptionCount(Transport::Pending), 0U);
  EXPECT_EQ(sessions_.subscriptionCount(Transport::EventStream), 1U);
}

TEST_F(SessionsTest, AnEventIdAgainIsADuplicateForTheSameEventAndAConflictForAnother) {
  subscribe(first_, "s", {"a"});
  EXPECT_EQ(publish("s", "a", "1", "{\"x\":1}"), "accepted");
  EXPECT_EQ(publish("s", "a", "1", "{\"x\":1}"), "duplicate");
  EXPECT_EQ(publish("s", "a", "1", "{\"x\":2}"), "conflict");
  EXPECT_EQ(publish("t", "a", "1", "{\"x\":2}"), "accepted") << "another session has ids of its own";
  EXPECT_EQ(publish("s", "a", "2", "{\"x\":1}"), "accepted")
      << "the same content with another id is another event";
  EXPECT_THAT(first_.ids(), ElementsAre("1", "2"));
}

TEST_F(SessionsTest, WithoutAnEventIdTheHubChoosesDifferentOnes) {
  subscribe(first_, "s", {"a"});
  publish("s", "a", "");
  publish("s", "a", "");
  ASSERT_THAT(first_.events, SizeIs(2));
  EXPECT_FALSE(first_.events[0]->id.empty());
  EXPECT_NE(first_.events[0]->id, first_.events[1]->id);
}

TEST_F(SessionsTest, ASessionsHistoryHoldsTheLastEventsUpToItsNumber) {
  SessionLimits limits;
  limits.historyEvents = 3;
  remake(limits);
  for (const char* id : {"1", "2", "3", "4"}) publish("s", "a", id);
  const Session& session = *sessions_.find("s");
  ASSERT_THAT(session.history(), SizeIs(3));
  EXPECT_EQ(session.history().front()->id, "2");
  EXPECT_EQ(session.findInHistory("1"), nullptr);
  EXPECT_EQ(publish("s", "a", "4"), "duplicate");
  EXPECT_EQ(publish("s", "a", "1", "{\"different\":true}"), "accepted") << "forgotten with the history";
}

TEST_F(SessionsTest, ASessionsHistoryHoldsNoMoreThanItsBytes) {
  SessionLimits limits;
  limits.historyBytes = 1'000;
  remake(limits);
  subscribe(first_, "s", {"a"});
  const std::string payload = "\"" + std::string(400, 'x') + "\"";
  for (const char* id : {"1", "2", "3"}) publish("s", "a", id, payload);
  EXPECT_THAT(sessions_.find("s")->history(), SizeIs(2));
  EXPECT_LE(sessions_.find("s")->historyBytes(), 1'000U);
  publish("s", "a", "4", "\"" + std::string(2'000, 'x') + "\"");
  EXPECT_THAT(sessions_.find("s")->history(), IsEmpty());
  EXPECT_THAT(first_.ids(), ElementsAre("1", "2", "3", "4"))
      << "what is too large to keep is delivered all the same";
}

TEST_F(SessionsTest, AllHistoriesTogetherHoldNoMoreThanTheirBytesAndAnEndedSessionGivesItsShareBack) {
  SessionLimits limits;
  limits.allHistoryBytes = 1'000;
  remake(limits);
  const std::string payload = "\"" + std::string(400, 'x') + "\"";
  publish("s", "a", "1", payload);
  publish("s", "a", "2", payload);
  now_ += 1s;
  publish("t", "a", "3", payload);
  EXPECT_LE(sessions_.find("s")->historyBytes() + sessions_.find("t")->historyBytes(), 1'000U);
  now_ += limits.idle - 1s;
  sessions_.expire(now_);
  ASSERT_EQ(sessions_.find("s"), nullptr);
  publish("t", "a", "4", payload);
  publish("t", "a", "5", payload);
  EXPECT_THAT(sessions_.find("t")->history(), SizeIs(2));
}

TEST_F(SessionsTest, OneSessionCanNotTakeTheHistoryOfAllOthers) {
  SessionLimits limits;
  limits.allHistoryBytes = 1'000;
  remake(limits);
  const std::string payload = "\"" + std::string(400, 'x') + "\"";
  publish("greedy", "a", "1", payload);
  publish("greedy", "a", "2", payload);
  publish("modest", "a", "3", payload);
  EXPECT_EQ(publish("modest", "a", "3", payload), "duplicate");
}

TEST_F(SessionsTest, LimitsOfSessionsAndSubscriptionsAreKeptAndRenewalIsStillPossible) {
  SessionLimits limits;
  limits.sessions = 2;
  limits.subscriptions = 2;
  remake(limits);
  subscribe(first_, "s", {"a"}, Transport::Webhook);
  const std::string id = subscribe(first_, "t", {"a"}, Transport::Webhook);
  EXPECT_EQ(subscribe(second_, "t", {"b"}, Transport::Webhook), "limit-reached");
  EXPECT_EQ(subscribe(first_, "t", {"a"}, Transport::Webhook), id);
  EXPECT_EQ(publish("u", "a", "1"), "limit-reached");
  EXPECT_EQ(publish("s", "a", "1"), "accepted");
  sessions_.unsubscribe(id, sender_, now_);
  now_ += limits.idle;
  sessions_.expire(now_);
  EXPECT_EQ(publish("u", "a", "1"), "accepted");
}

TEST_F(SessionsTest, ParticipantsAreWhoSubscribedAndWhoPublished) {
  SubscribeRequest wish = request("s", {"a"});
  wish.userId = "dr-smith";
  wish.source = "viewer";
  subscribe(first_, wish, Transport::WebSocket);
  publish("s", "a", "1");
  const Session& session = *sessions_.find("s");
  ASSERT_THAT(session.subscriptions(), SizeIs(1));
  EXPECT_EQ(session.subscriptions().front()->userId, "dr-smith");
  EXPECT_THAT(session.publishers(), ElementsAre(Pair("", "test")));
}

}  // namespace
}  // namespace cast::hub
