// Command lines that repeat by hand what a check sent; a subject's strings must not become commands.
#include "reports/faces/commands.hpp"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cast::report {
namespace {

using ::testing::IsEmpty;

Exchange sent(const std::string& text, Transport transport = Transport::kHttp) {
  Exchange exchange;
  exchange.actor = transport == Transport::kHttp ? "http" : "app";
  exchange.direction = Direction::kSent;
  exchange.transport = transport;
  exchange.summary = "sent";
  exchange.text = text;
  return exchange;
}

Subject subject() {
  Subject subject;
  subject.url = "https://hub.example/cast/v1";
  subject.webSocketUrl = "wss://hub.example/cast/v1/ws";
  return subject;
}

std::vector<std::string> linesOf(std::vector<Exchange> transcript) {
  Check check;
  check.transcript = std::move(transcript);
  std::vector<std::string> lines;
  for (const CommandLine& line : commandsOf(check, subject())) lines.push_back(line.text);
  return lines;
}

TEST(Commands, SendARequestAgainWithTheTokenAsAVariable) {
  EXPECT_THAT(
      linesOf({sent("POST /cast/v1/event?a=b&c=d HTTP/1.1\r\nHost: hub.example:8443\r\nUser-Agent: x\r\n"
                    "Authorization: Bearer [redacted]\r\nContent-Type: application/json\r\n"
                    "Content-Length: 9\r\nConnection: close\r\n\r\n{\"a\":\"'\"}")}),
      ::testing::ElementsAre(
          "curl -i -X POST -H 'Authorization: Bearer '\"$CAST_TOKEN\" -H 'Content-Type: application/json' "
          "--data-binary '{\"a\":\"'\\''\"}' 'https://hub.example:8443/cast/v1/event?a=b&c=d'"));
}

TEST(Commands, OpenAWebSocketAndSendWhatWasSent) {
  const auto lines = linesOf(
      {sent("GET /cast/v1/ws HTTP/1.1\r\nHost: hub.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n",
            Transport::kWebSocket),
       sent("{\"action\":\"subscribe\"}", Transport::kWebSocket)});
  EXPECT_THAT(lines,
              ::testing::ElementsAre("(printf '%s\\n' '{\"action\":\"subscribe\"}'; sleep 5) | websocat "
                                     "wss://hub.example/cast/v1/ws"));
}

TEST(Commands, SayTheSameThingOnce) {
  const Exchange request = sent("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(linesOf({request, request}).size(), 1u);
}

TEST(Commands, LeaveOutWhatIsNoHttpIsCutOrIsTooLong) {
  Exchange cut = sent("POST / HTTP/1.1\r\nHost: h\r\n\r\nabc");
  cut.truncated = true;
  EXPECT_THAT(linesOf({cut, sent("GARBAGE\r\n\r\n"), sent("GET / HTTP/1.1\r\n: x\r\n\r\n"),
                       sent("GET / HTTP/1.1\r\nHost: h\r\n\r\n" + std::string(1 << 20, 'a'))}),
              IsEmpty());
}

TEST(Commands, ShowNoCharacterThatIsNotSeen) {
  EXPECT_EQ(shellWord("a\xE2\x80\xAE\n'b"), "$'a\\xE2\\x80\\xAE\\x0A\\'b'");
}

TEST(Commands, AreOneWordToTheShellWhateverTheyHold) {
  for (const std::string& text :
       {std::string{"$(touch x) `touch x` ; rm -rf / ' \" \\ ! & | > <"}, std::string{"a\nb\x01\x1B[31m\\'"},
        std::string{}, std::string{"\\'\xE2\x80\xAE; echo no"}}) {
    Poco::Pipe output;
    const auto shell =
        Poco::Process::launch("bash", {"-c", "printf %s " + shellWord(text)}, nullptr, &output, nullptr);
    Poco::PipeInputStream stream(output);
    std::string echoed;
    Poco::StreamCopier::copyToString(stream, echoed);
    EXPECT_EQ(shell.wait(), 0);
    EXPECT_EQ(echoed, text);
  }
}

}  // namespace
}  // namespace cast::report
