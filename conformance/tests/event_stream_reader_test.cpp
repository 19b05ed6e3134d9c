#include "wire/event_stream_reader.hpp"

#include <gtest/gtest.h>

namespace cast::conformance {
namespace {

std::string eventsOf(EventStreamReader& reader) {
  std::string seen;
  while (const auto event = reader.next()) seen += event->type + "|" + event->id + "|" + event->data + "\n";
  return seen;
}

std::string read(const std::string& bytes) {
  EventStreamReader reader;
  reader.feed(bytes);
  return eventsOf(reader);
}

TEST(EventStreamReader, ReadsTheSameEventsHoweverTheBytesAreSplit) {
  const std::string bytes =
      "\xEF\xBB\xBFid: 7\r\ndata: one\r\n\r\n: comment\r\revent: gap\rdata:two\ndata\n\n";
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    EventStreamReader reader;
    reader.feed(bytes.substr(0, split));
    reader.feed(bytes.substr(split));
    EXPECT_EQ(eventsOf(reader), "message|7|one\ngap|7|two\n\n") << "split at " << split;
  }
}

TEST(EventStreamReader, TheIdStaysUntilAnotherComes) {
  EXPECT_EQ(read("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n"), "message|1|a\nmessage|1|b\nmessage||c\n");
}

TEST(EventStreamReader, AnEventWithoutDataIsNoneAndItsTypeIsForgotten) {
  EXPECT_EQ(read("event: x\n\ndata: a\n\n"), "message||a\n");
}

TEST(EventStreamReader, AnUnfinishedEventIsNone) { EXPECT_EQ(read("data: a\n"), ""); }

TEST(EventStreamReader, OnlyOneSpaceAfterTheColonGoes) { EXPECT_EQ(read("data:  a\n\n"), "message|| a\n"); }

TEST(EventStreamReader, CommentsAndUnknownFieldsArePassedOver) {
  EventStreamReader reader;
  reader.feed(": keep-alive\n\nretry: 10\nfoo: bar\ndata: a\n\n");
  EXPECT_EQ(reader.comments(), 1U);
  EXPECT_EQ(eventsOf(reader), "message||a\n");
}

}  // namespace
}  // namespace cast::conformance
