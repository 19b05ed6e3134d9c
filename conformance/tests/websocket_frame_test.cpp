#include "wire/websocket_frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/websocket.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;

std::string server(unsigned code, const std::string& payload, bool final = true) {
  Frame frame;
  frame.opcode = code;
  frame.payload = payload;
  frame.final = final;
  frame.masked = false;
  return encodeFrame(frame, 0);
}

std::string defectOf(const std::string& bytes) {
  WebSocketReader reader;
  reader.feed(bytes);
  return reader.defect();
}

TEST(WebSocketFrame, AClientsFrameIsMaskedAsInTheRfcsExample) {  // RFC 6455, 5.7
  Frame frame;
  frame.payload = "Hello";
  EXPECT_EQ(encodeFrame(frame, 0x37fa213d), "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
}

TEST(WebSocketFrame, MessagesOfEveryLengthFormComeBackWhole) {
  for (const std::size_t length : {0U, 125U, 126U, 65535U, 65536U}) {
    WebSocketReader reader;
    reader.feed(server(opcode::kText, std::string(length, 'x')));
    const auto event = reader.next();
    ASSERT_TRUE(event) << length;
    EXPECT_EQ(event->payload.size(), length);
  }
}

TEST(WebSocketReader, ReadsTheSameEventsHoweverTheBytesAreSplit) {
  const std::string bytes = server(opcode::kText, "one ", false) + server(opcode::kPing, "p") +
                            server(opcode::kContinuation, "message") +
                            server(opcode::kClose,
                                   "\x03\xE8"
                                   "bye");
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    WebSocketReader reader;
    reader.feed(bytes.substr(0, split));
    reader.feed(bytes.substr(split));
    std::string seen;
    while (const auto event = reader.next()) seen += event->payload + "/" + std::to_string(event->code) + " ";
    EXPECT_EQ(seen, "p/0 one message/0 bye/1000 ") << "split at " << split << reader.defect();
  }
}

TEST(WebSocketReader, NamesWhatAServerMustNotSend) {
  EXPECT_THAT(defectOf("\x81\x80"
                       "abcd"),
              HasSubstr("must not mask"));
  EXPECT_THAT(defectOf(std::string("\xC1\x00", 2)), HasSubstr("reserved bit"));
  EXPECT_THAT(defectOf(std::string("\x83\x00", 2)), HasSubstr("reserved opcode 3"));
  EXPECT_THAT(defectOf(server(opcode::kPing, std::string(126, 'x'))), HasSubstr("control frame"));
  EXPECT_THAT(defectOf(server(opcode::kPing, "x", false)), HasSubstr("control frame"));
  EXPECT_THAT(defectOf(server(opcode::kContinuation, "x")), HasSubstr("continuation frame"));
  EXPECT_THAT(defectOf(server(opcode::kText, "x", false) + server(opcode::kText, "y")),
              HasSubstr("within a fragmented"));
  EXPECT_THAT(defectOf(server(opcode::kText, "\xC0\xAF")), HasSubstr("not UTF-8"));
  EXPECT_THAT(defectOf(server(opcode::kClose, "\x03")), HasSubstr("half a close code"));
  EXPECT_THAT(defectOf(server(opcode::kClose, "\x03\xED")), HasSubstr("1005"));
}

TEST(WebSocketReader, ACharacterMayBeSplitBetweenFragments) {
  WebSocketReader reader;
  reader.feed(server(opcode::kText, "\xE2\x82", false) + server(opcode::kContinuation, "\xAC"));
  ASSERT_EQ(reader.defect(), "");
  EXPECT_EQ(reader.next()->payload, "€");
}

HttpMessage switchingProtocols() {  // RFC 6455, 1.3
  HttpMessage answer;
  answer.status = 101;
  answer.headers.add("Upgrade", "WebSocket");
  answer.headers.add("Connection", "keep-alive, upgrade");
  answer.headers.add("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  return answer;
}

TEST(WebSocketHandshake, TheRfcsExampleIsAccepted) {
  EXPECT_EQ(handshakeDefect(switchingProtocols(), "dGhlIHNhbXBsZSBub25jZQ==", ""), "");
}

TEST(WebSocketHandshake, NamesWhatIsWrong) {
  EXPECT_THAT(handshakeDefect(switchingProtocols(), "b3RoZXI=", ""), HasSubstr("Sec-WebSocket-Accept"));
  HttpMessage protocol = switchingProtocols();
  protocol.headers.add("Sec-WebSocket-Protocol", "other");
  EXPECT_THAT(handshakeDefect(protocol, "dGhlIHNhbXBsZSBub25jZQ==", "cast, bearer.x"),
              HasSubstr("not offered"));
  HttpMessage extension = switchingProtocols();
  extension.headers.add("Sec-WebSocket-Extensions", "permessage-deflate");
  EXPECT_THAT(handshakeDefect(extension, "dGhlIHNhbXBsZSBub25jZQ==", ""), HasSubstr("Extensions"));
}

}  // namespace
}  // namespace cast::conformance
