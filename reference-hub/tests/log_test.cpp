// What the log says, and what it never says.
#include "log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Standard error, as long as it lives.
class StandardError {
 public:
  StandardError() : before_(std::cerr.rdbuf(text_.rdbuf())) {}
  ~StandardError() { std::cerr.rdbuf(before_); }
  StandardError(const StandardError&) = delete;
  StandardError& operator=(const StandardError&) = delete;
  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::streambuf* before_;
};

std::vector<nlohmann::json> linesOf(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

TEST(Log, EveryLineIsWrittenBeforeItEnds) {
  const StandardError error;
  {
    Log log("information");
    for (int i = 0; i < 1'000; ++i) log.info("line", {{"number", std::to_string(i)}});
    log.debug("unseen", {});
  }
  const auto lines = linesOf(error.text());
  ASSERT_EQ(lines.size(), 1'000U);
  for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i]["number"], std::to_string(i));
}

TEST(Log, AValueCanNotForgeALine) {
  const StandardError error;
  {
    Log log("information");
    log.info("subscribed",
             {{"sessionId", "s\"}\n{\"event\":\"forged\"}\r\n"}, {"userId", "\xFF\x00"}, {"empty", ""}});
    log.info("long", {{"value", std::string(1'000'000, 'x')}});
  }
  const auto lines = linesOf(error.text());
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["sessionId"], "s\"}\n{\"event\":\"forged\"}\r\n");
  EXPECT_FALSE(lines[0].contains("empty"));
  EXPECT_LT(error.text().size(), 2'000U);
}

TEST(Log, TellsWhoDidWhatAndNeverAToken) {
  const StandardError error;
  {
    const RunningHub hub([](Configuration& c) {
      c.logLevel = "debug";
      c.tokens.add("secret-token", {{"viewer", ""}, true, true, std::nullopt});
    });
    WebSocketClient byHeader(hub.port(), {"secret-token", "", {}, 0});
    byHeader.subscribe("session-1");
    byHeader.publish("event-1", "{\"patient\":\"secret-payload\"}");
    WebSocketClient byQuery(hub.port(), {"", "?access_token=secret-token", {}, 0});
    WebSocketClient bySubprotocol(hub.port(),
                                  {"", "", {{"Sec-WebSocket-Protocol", "cast, bearer.c2VjcmV0LXRva2Vu"}}, 0});
    const EventStreamClient stream(hub.port(), "sessionId=session-1&eventTypes=a&access_token=secret-token",
                                   "");
    call(hub.port(), "GET", "/cast/v1/events?access_token=wrong-secret", "", "");
    call(hub.port(), "GET", "/cast/v1/events?access_token=wrong-secret%zz", "", "");
    call(hub.port(), "POST", "/cast/v1/event", "{\"secret-payload\":", "wrong-secret");
    call(hub.port(), "POST", "/cast/v1/event", "{\"secret-payload\":", "secret-token");
  }
  const std::string text = error.text();
  EXPECT_THAT(text, Not(HasSubstr("secret-token")));
  EXPECT_THAT(text, Not(HasSubstr("c2VjcmV0LXRva2Vu")));
  EXPECT_THAT(text, Not(HasSubstr("wrong-secret")));
  EXPECT_THAT(text, Not(HasSubstr("secret-payload")));
  const auto lines = linesOf(text);
  const auto tells = [&](const std::string& event, const std::string& member, const std::string& value) {
    return std::any_of(lines.begin(), lines.end(), [&](const nlohmann::json& line) {
      return line["event"] == event && line.value(member, "") == value;
    });
  };
  EXPECT_TRUE(tells("subscribed", "subject", "viewer"));
  EXPECT_TRUE(tells("subscribed", "sessionId", "session-1"));
  EXPECT_TRUE(tells("published", "eventId", "event-1"));
  EXPECT_TRUE(tells("refused", "kind", "unauthorized"));
  EXPECT_TRUE(tells("refused", "kind", "not-json"));
  EXPECT_EQ(lines.back()["event"], "stopping");
}

}  // namespace
}  // namespace cast::hub
