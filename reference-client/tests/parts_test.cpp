// The parts of cast-client that need no hub.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "back_off.hpp"
#include "event.hpp"
#include "event_stream_reader.hpp"
#include "json_object.hpp"
#include "outbox.hpp"

namespace cast::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

JsonObject read(const std::string& text) {
  JsonObject::Fault fault;
  auto object = JsonObject::read(text, fault);
  EXPECT_TRUE(object) << fault.words;
  return object.value_or(JsonObject());
}

TEST(JsonObject, KeepsTheBytesOfItsMembers) {
  const auto object = read("{ \"a\" : 1.0e2 ,\n\"b\":[1, {\"c\":\"\\u00e9\"}], \"d\":-0, \"e\":\"x\" }");
  EXPECT_EQ(object.dump(), R"({"a":1.0e2,"b":[1, {"c":"\u00e9"}],"d":-0,"e":"x"})");
  EXPECT_EQ(object.text("e"), "x");
  EXPECT_EQ(object.text("a"), std::nullopt);
}

TEST(JsonObject, IsNotReadFromWhatIsNone) {
  for (const char* text : {"", "[]", "1", "{", "{\"a\":1,\"a\":2}", "{\"a\":1}x", "{\"a\":\"\xff\"}"}) {
    JsonObject::Fault fault;
    EXPECT_FALSE(JsonObject::read(text, fault)) << text;
    EXPECT_FALSE(fault.words.empty()) << text;
  }
}

TEST(JsonObject, OfAnyDepthIsReadWithoutHarm) {
  const std::string deep = "{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
  EXPECT_EQ(read(deep).dump(), deep);
}

TEST(Event, IsHeldAgainstWhatEveryEventHas) {
  const std::string good =
      R"({"eventType":"t","timestamp":"2024-01-15T10:30:00+02:00","source":"s","payload":null})";
  EXPECT_EQ(defectOf(read(good)), "");
  auto event = read(good);
  event.setText("timestamp", "yesterday");
  EXPECT_THAT(defectOf(event), HasSubstr("RFC 3339"));
  event = read(good);
  event.remove("payload");
  EXPECT_THAT(defectOf(event), HasSubstr("payload"));
}

TEST(EventStreamReader, ReadsInAnyPieces) {
  const std::string stream =
      "\xEF\xBB\xBF: hello\r\nid: 1\r\ndata: a\r\ndata: b\r\n\r\nevent: gap\ndata:x\n\nretry: 10\n\n";
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    EventStreamReader reader;
    std::vector<std::string> events;
    for (std::size_t at = 0; at < stream.size(); at += piece)
      for (const auto& event : reader.feed(stream.substr(at, piece)))
        events.push_back(event.type + "=" + event.data);
    EXPECT_THAT(events, ElementsAre("message=a\nb", "gap=x")) << piece;
    EXPECT_EQ(reader.lastId(), "1");
    EXPECT_EQ(reader.retryMs(), 10);
  }
}

TEST(ChunkedBody, IsTakenApartInAnyPieces) {
  const std::string bytes = "5;x=y\r\nhello\r\n1\r\n!\r\n0\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    ChunkedBody body;
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += piece) text += body.feed(bytes.substr(at, piece));
    EXPECT_EQ(text, "hello!") << piece;
    EXPECT_TRUE(body.ended()) << piece;
  }
}

TEST(BackOff, DoublesItsPausesUpToTheLongest) {
  BackOff backOff({Milliseconds(100), Milliseconds(400), Milliseconds(0)});
  for (const int most : {100, 200, 400, 400}) {
    const auto pause = backOff.next();
    ASSERT_TRUE(pause);
    EXPECT_GE(pause->count(), most / 2);
    EXPECT_LE(pause->count(), most);
  }
}

TEST(BackOff, IsNotShortenedByAConnectionThatDidNotHold) {
  BackOff backOff({Milliseconds(100), Milliseconds(10000), Milliseconds(0)});
  backOff.next();
  backOff.connected();
  EXPECT_GE(backOff.next()->count(), 100);
}

TEST(Outbox, SendsAgainInOrderWhatWasNotConfirmed) {
  const Flag stop;
  Outbox outbox;
  for (const char* id : {"a", "b", "c"}) outbox.put(id, "{}", stop);
  EXPECT_EQ(outbox.nextToSend()->eventId, "a");
  EXPECT_EQ(outbox.nextToSend()->eventId, "b");
  outbox.confirm("a");
  outbox.sendAgain();
  EXPECT_EQ(outbox.nextToSend()->eventId, "b");
  EXPECT_EQ(outbox.nextToSend()->eventId, "c");
  outbox.confirmThrough(3);
  outbox.close();
  EXPECT_TRUE(outbox.done());
}

}  // namespace
}  // namespace cast::client
