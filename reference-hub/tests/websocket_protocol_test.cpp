// RFC 6455 as the hub keeps it: frames of every form, and for every fault its close code with a reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

constexpr int kContinuation = 0;
constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

const std::string kSubscribe = "{\"action\":\"subscribe\"," + subscribeMembers() + "}";

TEST(WebSocketFrames, AMessageMayComeInAnyNumberOfFragments) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{7}, kSubscribe.size() - 1}) {
    for (std::size_t at = 0; at < kSubscribe.size(); at += size) {
      client.sendFrame(at == 0 ? kText : kContinuation, kSubscribe.substr(at, size),
                       at + size >= kSubscribe.size());
    }
    EXPECT_THAT(client.read(), HasSubstr("subscriptionId"));
  }
  client.sendFrame(kText, "", false);
  client.sendFrame(kContinuation, kSubscribe, false);
  client.sendFrame(kContinuation, "", true);
  EXPECT_THAT(client.read(), HasSubstr("subscriptionId")) << "empty fragments too";
}

TEST(WebSocketFrames, ControlFramesComeBetweenFragments) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  client.sendFrame(kText, kSubscribe.substr(0, 10), false);
  client.sendFrame(kPing, "between");
  client.sendFrame(kPong, "unasked");
  const auto pong = client.readFrame();
  EXPECT_EQ(pong.opcode, kPong);
  EXPECT_EQ(pong.payload, "between");
  client.sendFrame(kContinuation, kSubscribe.substr(10));
  EXPECT_THAT(client.read(), HasSubstr("subscriptionId"));
}

TEST(WebSocketFrames, FramesAreUnderstoodWhereverTheyAreSplitAndHoweverManyComeAtOnce) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  const std::string frame = maskedFrame(kText, kSubscribe);
  for (std::size_t at = 1; at < frame.size(); ++at) {
    client.wire().send(frame.substr(0, at));
    client.wire().send(frame.substr(at));
    EXPECT_THAT(client.read(), HasSubstr("subscriptionId")) << "split at " << at;
  }
  client.wire().sendOneByOne(frame + maskedFrame(kPing, "p"));
  EXPECT_THAT(client.read(), HasSubstr("subscriptionId"));
  EXPECT_EQ(client.readFrame().opcode, kPong);
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += frame;
  client.wire().send(many);
  for (int i = 0; i < 1'000; ++i) EXPECT_THAT(client.read(), HasSubstr("subscriptionId"));
}

TEST(WebSocketFrames, AFrameBehindTheHandshakeInTheSameSegmentIsNotLost) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.send(handshakeText({}) + maskedFrame(kPing, "at once"));
  EXPECT_EQ(readReply(wire).status, 101);
  EXPECT_EQ(wire.read(9), "\x8A\x07"s + "at once");
}

TEST(WebSocketFrames, LengthsOfEveryEncodingGoThrough) {
  const RunningHub hub;
  WebSocketClient publisher(hub.port());
  WebSocketClient subscriber(hub.port());
  subscriber.subscribe();
  int id = 0;
  for (const std::size_t size :
       {0UL, 1UL, 124UL, 125UL, 126UL, 127UL, 65'300UL, 65'535UL, 65'536UL, 70'000UL, 1'000'000UL}) {
    const std::string payload = "\"" + std::string(size, 'x') + "\"";
    publisher.publish(std::to_string(++id), payload);
    EXPECT_THAT(subscriber.read(), HasSubstr("\"payload\":" + payload)) << size;
  }
}

TEST(WebSocketFrames, APingIsAnsweredWithItsOwnBytes) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  for (const std::string& payload : {""s, "\0\xFF"s, std::string(125, 'p')}) {
    client.sendFrame(kPing, payload);
    const auto pong = client.readFrame();
    EXPECT_EQ(pong.opcode, kPong);
    EXPECT_EQ(pong.payload, payload);
  }
}

TEST(WebSocketFrames, ASilentClientIsPingedAndDroppedIfItDoesNotAnswer) {
  const RunningHub hub([](Configuration& c) { c.channel.ping = std::chrono::seconds(1); });
  WebSocketClient client(hub.port());
  EXPECT_EQ(client.readFrame().opcode, kPing);
  EXPECT_EQ(client.readClose().code, 4408);
}

struct Fault {
  const char* what;
  std::string bytes;
  int code;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.what; }

class Faults : public testing::TestWithParam<Fault> {};

TEST_P(Faults, CloseTheConnectionWithTheirCodeAndAReason) {
  const RunningHub hub([](Configuration& c) { c.channel.message = 70'000; });
  WebSocketClient client(hub.port());
  client.subscribe();
  client.wire().send(GetParam().bytes);
  const auto close = client.readClose();
  EXPECT_EQ(close.code, GetParam().code);
  EXPECT_FALSE(close.reason.empty());
  client.sendClose(close.code);
  EXPECT_TRUE(client.wire().isAtEnd());
}

std::string altered(std::string frame, std::size_t at, unsigned bits) {
  frame[at] = static_cast<char>(static_cast<unsigned char>(frame[at]) ^ bits);
  return frame;
}

INSTANTIATE_TEST_SUITE_P(
    Headers, Faults,
    testing::Values(Fault{"RSV1", altered(maskedFrame(kText, "{}"), 0, 0x40), 1002},
                    Fault{"RSV2", altered(maskedFrame(kText, "{}"), 0, 0x20), 1002},
                    Fault{"RSV3 on a ping", altered(maskedFrame(kPing, ""), 0, 0x10), 1002},
                    Fault{"no mask", "\x81\x02{}", 1002}, Fault{"no mask on a ping", "\x89\x00"s, 1002},
                    Fault{"opcode 3", maskedFrame(3, ""), 1002}, Fault{"opcode 7", maskedFrame(7, "x"), 1002},
                    Fault{"opcode 11", maskedFrame(11, ""), 1002},
                    Fault{"opcode 15", maskedFrame(15, ""), 1002},
                    Fault{"binary", maskedFrame(kBinary, "{}"), 1003},
                    Fault{"binary, first fragment", maskedFrame(kBinary, "{", false), 1003}));

INSTANTIATE_TEST_SUITE_P(
    ControlFrames, Faults,
    testing::Values(Fault{"a fragmented ping", maskedFrame(kPing, "", false), 1002},
                    Fault{"a ping of 126 bytes", maskedFrame(kPing, std::string(126, 'x')), 1002},
                    Fault{"a fragmented close", maskedFrame(kClose, "", false), 1002},
                    Fault{"a close of 126 bytes", maskedFrame(kClose, "\x03\xE8" + std::string(124, 'x')),
                          1002}));

INSTANTIATE_TEST_SUITE_P(
    Fragments, Faults,
    testing::Values(Fault{"nothing to continue", maskedFrame(kContinuation, "{}"), 1002},
                    Fault{"nothing to continue, unfinished", maskedFrame(kContinuation, "{}", false), 1002},
                    Fault{"a message within a message",
                          maskedFrame(kText, "{", false) + maskedFrame(kText, "}"), 1002}));

INSTANTIATE_TEST_SUITE_P(
    Sizes, Faults,
    testing::Values(
        Fault{"a frame over the limit", maskedFrame(kText, std::string(70'001, ' ')), 1009},
        Fault{"only the header of a huge frame", "\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s + "mask", 1009},
        Fault{"the highest length bit", "\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s + "mask", 1002},
        Fault{"fragments that add up",
              maskedFrame(kText, std::string(40'000, ' '), false) +
                  maskedFrame(kContinuation, std::string(30'001, ' '), false),
              1009}));

INSTANTIATE_TEST_SUITE_P(
    Utf8, Faults,
    testing::Values(Fault{"invalid UTF-8", maskedFrame(kText, "{\"a\":\"\xFF\"}"), 1007},
                    Fault{"a surrogate", maskedFrame(kText, "\"\xED\xA0\x80\""), 1007},
                    Fault{"cut at the message's end", maskedFrame(kText, "\"\xE2\x82"), 1007},
                    Fault{"invalid across fragments",
                          maskedFrame(kText, "\"\xE2\x82", false) + maskedFrame(kContinuation, "\""), 1007},
                    Fault{"invalid reason of a close", maskedFrame(kClose, "\x03\xE8\xFF"), 1007}));

INSTANTIATE_TEST_SUITE_P(Closes, Faults,
                         testing::Values(Fault{"one byte", maskedFrame(kClose, "\x03"), 1002},
                                         Fault{"code 0", maskedFrame(kClose, "\0\0"s), 1002},
                                         Fault{"code 999", maskedFrame(kClose, "\x03\xE7"), 1002},
                                         Fault{"code 1004", maskedFrame(kClose, "\x03\xEC"), 1002},
                                         Fault{"code 1005", maskedFrame(kClose, "\x03\xED"), 1002},
                                         Fault{"code 1006", maskedFrame(kClose, "\x03\xEE"), 1002},
                                         Fault{"code 1015", maskedFrame(kClose, "\x03\xF7"), 1002},
                                         Fault{"code 2999", maskedFrame(kClose, "\x0B\xB7"), 1002},
                                         Fault{"code 5000", maskedFrame(kClose, "\x13\x88"), 1002}));

INSTANTIATE_TEST_SUITE_P(Goodbyes, Faults,
                         testing::Values(Fault{"1000", maskedFrame(kClose, "\x03\xE8"), 1000},
                                         Fault{"none", maskedFrame(kClose, ""), 1000},
                                         Fault{"1001 with a reason", maskedFrame(kClose, "\x03\xE9 bye"),
                                               1001},
                                         Fault{"3000", maskedFrame(kClose, "\x0B\xB8"), 3000},
                                         Fault{"4999", maskedFrame(kClose, "\x13\x87"), 4999}));

TEST(WebSocketFrames, Utf8SplitBetweenFragmentsIsFine) {
  const RunningHub hub;
  WebSocketClient client(hub.port());
  const std::string message =
      "{\"action\":\"publish\",\"requestId\":1," + eventMembers("1", "\"\xF0\x9F\xA9\xBB\"") + "}";
  const std::size_t middle = message.find('\xF0') + 2;
  client.sendFrame(kText, message.substr(0, middle), false);
  client.sendFrame(kContinuation, message.substr(middle));
  EXPECT_THAT(client.read(), HasSubstr("\"eventId\":\"1\""));
}

TEST(WebSocketFrames, NothingIsReadBehindAClose) {
  const RunningHub hub;
  WebSocketClient observer(hub.port());
  observer.subscribe();
  WebSocketClient client(hub.port());
  const std::string publish = "{\"action\":\"publish\",";
  client.wire().send(maskedFrame(kText, publish + eventMembers("before") + "}") +
                     maskedFrame(kClose, "\x03\xE8") +
                     maskedFrame(kText, publish + eventMembers("behind") + "}"));
  EXPECT_EQ(client.readClose().code, 1000);
  WebSocketClient(hub.port()).publish("after");
  EXPECT_EQ(stringOf(observer.read(), "eventId"), "before");
  EXPECT_EQ(stringOf(observer.read(), "eventId"), "after");
}

}  // namespace
}  // namespace cast::hub
