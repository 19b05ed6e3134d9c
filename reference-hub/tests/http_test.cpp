// HTTP/1.1 over real sockets: however a request arrives it is understood, and what is no request is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/http.hpp"
#include "client/running_hub.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kEvent = std::string(kBase) + "/event";
const std::string kSubscribe = std::string(kBase) + "/subscribe";

TEST(Http, ARequestIsUnderstoodWhereverItIsSplit) {
  const RunningHub hub;
  const std::string request = requestText("POST", kEvent, "all", eventJson("e"));
  Wire wire(hub.port());
  for (std::size_t at = 1; at < request.size(); ++at) {
    wire.send(request.substr(0, at));
    wire.send(request.substr(at));
    EXPECT_EQ(readReply(wire).status, 202) << "split at " << at;
  }
}

TEST(Http, ARequestByteByByteIsUnderstood) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.sendOneByOne(requestText("POST", kEvent, "all", eventJson("e")));
  EXPECT_EQ(readReply(wire).status, 202);
}

TEST(Http, PipelinedRequestsAreAnsweredInOrder) {
  const RunningHub hub;
  Wire wire(hub.port());
  std::string requests;
  for (int i = 0; i < 100; ++i) {
    requests += requestText("POST", kEvent, "all", eventJson("event-" + std::to_string(i)));
    requests += requestText("GET", "/nothing/" + std::to_string(i));
  }
  wire.send(requests);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(stringOf(readReply(wire).body, "eventId"), "event-" + std::to_string(i));
    EXPECT_THAT(readReply(wire).body, HasSubstr("/nothing/" + std::to_string(i) + "`"));
  }
}

TEST(Http, AChunkedBodyIsPutTogetherWhereverItIsSplit) {
  const RunningHub hub;
  const std::string body = eventJson("e");
  const std::string head = requestText("POST", kEvent, "all", "", {{"Transfer-Encoding", "chunked"}});
  std::string chunks = "a;name=value\r\n" + body.substr(0, 10) + "\r\n";
  for (const char byte : body.substr(10)) chunks += std::string("1\r\n") + byte + "\r\n";
  chunks += "0\r\nTrailer: x\r\n\r\n";
  Wire wire(hub.port());
  for (std::size_t at = 0; at < chunks.size(); at += 7) {
    wire.send(head + chunks.substr(0, at));
    wire.send(chunks.substr(at));
    EXPECT_EQ(readReply(wire).status, 202) << "split at " << at;
  }
  wire.sendOneByOne(head + chunks + requestText("GET", "/health"));
  EXPECT_EQ(readReply(wire).status, 202);
  EXPECT_EQ(readReply(wire).status, 200);
}

TEST(Http, WhoeverExpectsContinueIsToldToBeforeTheBody) {
  const RunningHub hub;
  const std::string body = eventJson("e");
  Wire wire(hub.port());
  wire.send(requestText("POST", kEvent, "all", "",
                        {{"Expect", "100-continue"}, {"Content-Length", std::to_string(body.size())}}));
  EXPECT_EQ(readReply(wire).status, 100);
  wire.send(body);
  EXPECT_EQ(readReply(wire).status, 202);
}

TEST(Http, WhoeverExpectsContinueWithABodyThatIsTooLargeIsRefusedBeforeIt) {
  const RunningHub hub([](Configuration& c) { c.http.body = 100; });
  Wire wire(hub.port());
  wire.send(requestText("POST", kEvent, "all", "", {{"Expect", "100-continue"}, {"Content-Length", "101"}}));
  EXPECT_EQ(readReply(wire).status, 413);
  EXPECT_TRUE(wire.isAtEnd());
}

TEST(Http, ABadTokenIsRefusedBeforeALargeBodyIsSent) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.send(requestText("POST", kEvent, "unknown", "", {{"Content-Length", "1000000"}}));
  EXPECT_EQ(readReply(wire).status, 401);
}

TEST(Http, ABodyMayBeAsLargeAsTheLimitAndNoLarger) {
  const RunningHub hub([](Configuration& c) { c.http.body = 100'000; });
  const std::size_t room = 100'000 - eventJson("e", "\"\"").size();
  EXPECT_EQ(call(hub.port(), "POST", kEvent, eventJson("e", "\"" + std::string(room, 'x') + "\"")).status,
            202);
  const HttpReply refusal =
      call(hub.port(), "POST", kEvent, eventJson("f", "\"" + std::string(room + 1, 'x') + "\""));
  EXPECT_EQ(refusal.status, 413);
  EXPECT_EQ(refusal.headers.at("Content-Type"), "application/problem+json");
  EXPECT_THAT(refusal.body, HasSubstr("urn:cast:problem:too-large"));
}

TEST(Http, AChunkedBodyThatGrowsTooLargeIsRefused) {
  const RunningHub hub([](Configuration& c) { c.http.body = 100; });
  Wire wire(hub.port());
  wire.send(requestText("POST", kEvent, "all", "", {{"Transfer-Encoding", "chunked"}}));
  wire.send("40\r\n" + std::string(64, ' ') + "\r\n40\r\n");
  EXPECT_EQ(readReply(wire).status, 413);
}

TEST(Http, AHeadThatIsTooLargeIsRefusedEvenIfItNeverEnds) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.send("GET /health HTTP/1.1\r\nHost: hub\r\n");
  for (int i = 0; i < 200; ++i)
    wire.send("X-Endless-" + std::to_string(i) + ": " + std::string(100, 'x') + "\r\n");
  EXPECT_EQ(readReply(wire).status, 431);
}

TEST(Http, EmptyLinesBeforeARequestArePassedOver) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.send("\r\n\r\n" + requestText("GET", "/health"));
  EXPECT_EQ(readReply(wire).status, 200);
}

TEST(Http, AConnectionIsKeptUntilTheClientWantsItClosed) {
  const RunningHub hub;
  Wire wire(hub.port());
  for (int i = 0; i < 3; ++i) {
    wire.send(requestText("GET", "/health"));
    EXPECT_EQ(readReply(wire).status, 200);
  }
  wire.send(requestText("GET", "/health", "", "", {{"Connection", "close"}}));
  EXPECT_EQ(readReply(wire).headers.at("Connection"), "Close");
  EXPECT_TRUE(wire.isAtEnd());
}

TEST(Http, AnHttp10ConnectionIsClosedBehindItsAnswer) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.send("GET /health HTTP/1.0\r\n\r\n");
  EXPECT_EQ(readReply(wire).status, 200);
  EXPECT_TRUE(wire.isAtEnd());
}

TEST(Http, AClientThatClosesItsSideAfterTheRequestGetsAllOfTheAnswer) {
  const RunningHub hub;
  Wire wire(hub.port(), 4096);
  std::string requests;
  for (int i = 0; i < 2'000; ++i) requests += requestText("GET", "/metrics");
  wire.send(requests);
  wire.shutdownSend();
  std::size_t replies = 0;
  const std::string answers = wire.readToEnd();
  for (std::size_t at = answers.find("HTTP/1.1 200"); at != std::string::npos;
       at = answers.find("HTTP/1.1 200", at + 1)) {
    ++replies;
  }
  EXPECT_EQ(replies, 2'000U);
}

TEST(Http, AnswersCarryTheirDate) {
  const RunningHub hub;
  EXPECT_THAT(call(hub.port(), "GET", "/health").headers.at("Date"), HasSubstr("GMT"));
}

TEST(Http, HeadIsAnsweredLikeGetWithoutTheBody) {
  const RunningHub hub;
  const HttpReply get = call(hub.port(), "GET", "/health");
  Wire wire(hub.port());
  wire.send(requestText("HEAD", "/health") + requestText("GET", "/health"));
  const HttpReply head = readReply(wire, true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("Content-Length"), get.headers.at("Content-Length"));
  EXPECT_EQ(readReply(wire).body, get.body);
}

TEST(Http, HeadOfAStreamOrAWebSocketOpensNone) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.send(requestText("HEAD", std::string(kBase) + "/events?sessionId=s&eventTypes=a"));
  EXPECT_EQ(readReply(wire, true).status, 405);
  wire.send(requestText("HEAD", std::string(kBase) + "/ws", "all", "",
                        {{"Upgrade", "websocket"},
                         {"Connection", "Upgrade"},
                         {"Sec-WebSocket-Version", "13"},
                         {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}}));
  EXPECT_EQ(readReply(wire, true).status, 405);
  EXPECT_EQ(hub.metric("cast_sessions"), 0);
}

TEST(Http, AnUnknownPathIsNotFoundAndSaysWhereToLook) {
  const RunningHub hub;
  for (const char* path :
       {"/", "/cast", "/cast/v1", "/cast/v2/event", "/cast/v1/subscribe/", "/cast/v1/events/"}) {
    const HttpReply reply = call(hub.port(), "GET", path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(stringOf(reply.body, "type"), "urn:cast:problem:not-found");
    EXPECT_THAT(reply.body, HasSubstr("/cast/v1/.well-known/cast-configuration"));
  }
}

TEST(Http, AnotherMethodIsRefusedWithThoseThatApply) {
  const RunningHub hub;
  const HttpReply reply = call(hub.port(), "PUT", kEvent, "{}");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.headers.at("Allow"), "POST, OPTIONS");
  EXPECT_EQ(call(hub.port(), "GET", kEvent).status, 405);
  EXPECT_EQ(call(hub.port(), "POST", kSubscribe + "/sub-1", "{}").headers.at("Allow"), "DELETE, OPTIONS");
  EXPECT_EQ(call(hub.port(), "BREW", "/health").status, 405);
}

TEST(Http, APreflightIsAnsweredWithoutAToken) {
  const RunningHub hub;
  const HttpReply reply =
      call(hub.port(), "OPTIONS", kEvent, "", "",
           {{"Origin", "https://viewer.example"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.headers.at("Access-Control-Allow-Origin"), "*");
  EXPECT_THAT(reply.headers.at("Access-Control-Allow-Methods"), HasSubstr("POST"));
  EXPECT_THAT(reply.headers.at("Access-Control-Allow-Headers"), HasSubstr("Authorization"));
  EXPECT_EQ(reply.headers.count("Content-Length"), 0U);
}

TEST(Http, OnlyConfiguredOriginsAreAllowed) {
  const RunningHub hub([](Configuration& c) {
    c.allowedOrigins = {"https://a.example", "https://b.example"};
  });
  const HttpReply allowed = call(hub.port(), "GET", "/health", "", "", {{"Origin", "https://b.example"}});
  EXPECT_EQ(allowed.headers.at("Access-Control-Allow-Origin"), "https://b.example");
  EXPECT_EQ(allowed.headers.at("Vary"), "Origin");
  const HttpReply other = call(hub.port(), "GET", "/health", "", "", {{"Origin", "https://c.example"}});
  EXPECT_EQ(other.headers.count("Access-Control-Allow-Origin"), 0U);
}

TEST(Http, BytesInThePathThatAreNoUtf8DoNotReachTheAnswer) {
  const RunningHub hub;
  const HttpReply reply = call(hub.port(), "GET", "/x%FF%00%0A");
  EXPECT_EQ(reply.status, 404);
  EXPECT_THAT(reply.body, Not(HasSubstr("\xFF")));
  EXPECT_THAT(reply.body, HasSubstr("\\u0000\\n`"));
}

TEST(Http, ABodyThatIsNoJsonIsRefusedByItsType) {
  const RunningHub hub;
  for (const char* type :
       {"text/plain", "application/xml", "application/x-www-form-urlencoded", "json", "/", "a/b/c", ";"}) {
    Wire wire(hub.port());
    wire.send(requestText("POST", kEvent, "all", "", {{"Content-Type", type}, {"Content-Length", "2"}}) +
              "{}");
    const HttpReply reply = readReply(wire);
    EXPECT_EQ(reply.status, 415) << type;
    EXPECT_EQ(stringOf(reply.body, "type"), "urn:cast:problem:unsupported-media-type");
  }
  for (const char* type : {"application/json", "Application/JSON; charset=utf-8", "application/cast+json"}) {
    Wire wire(hub.port());
    const std::string body = eventJson("e");
    wire.send(requestText("POST", kEvent, "all", "",
                          {{"Content-Type", type}, {"Content-Length", std::to_string(body.size())}}) +
              body);
    EXPECT_EQ(readReply(wire).status, 202) << type;
  }
}

TEST(Http, AFaultInABodyIsAProblemThatPointsToTheMember) {
  const RunningHub hub;
  const HttpReply reply = call(hub.port(), "POST", kSubscribe, R"({"eventTypes":["a b"],"sessionId":"s"})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.headers.at("Content-Type"), "application/problem+json");
  EXPECT_EQ(stringOf(reply.body, "type"), "urn:cast:problem:invalid-value");
  EXPECT_EQ(stringOf(reply.body, "pointer"), "/eventTypes/0");
  EXPECT_THAT(reply.body, HasSubstr("\"status\":400"));
}

TEST(Http, MoreConnectionsThanTheLimitAreTurnedAwayWithAReason) {
  const RunningHub hub([](Configuration& c) { c.maxConnections = 2; });
  Wire first(hub.port());
  Wire second(hub.port());
  for (Wire* wire : {&first, &second}) {
    wire->send(requestText("GET", "/health"));
    EXPECT_EQ(readReply(*wire).status, 200);
  }
  Wire third(hub.port());
  const HttpReply reply = readReply(third);
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(stringOf(reply.body, "type"), "urn:cast:problem:limit-reached");
  EXPECT_TRUE(third.isAtEnd());
  first.send(requestText("GET", "/health"));
  EXPECT_EQ(readReply(first).status, 200);
}

class Malformed : public testing::TestWithParam<std::string> {};

TEST_P(Malformed, RequestsAreRefusedAndTheConnectionIsClosed) {
  const RunningHub hub;
  Wire wire(hub.port());
  wire.send(GetParam());
  const HttpReply reply = readReply(wire);
  EXPECT_THAT(reply.status, testing::AnyOf(400, 501, 505)) << reply.body;
  EXPECT_EQ(reply.headers.at("Content-Type"), "application/problem+json");
  EXPECT_TRUE(wire.isAtEnd()) << "what follows could be a smuggled request";
}

const std::string kPost = "POST /cast/v1/event HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer all\r\n";
const std::string kSmuggled = "GET /health HTTP/1.1\r\nHost: hub\r\n\r\n";
using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(
    Lengths, Malformed,
    testing::Values(kPost + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + kSmuggled,
                    kPost + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" + kSmuggled,
                    kPost + "Content-Length: 2, 3\r\n\r\n{}" + kSmuggled,
                    kPost + "Content-Length: +2\r\n\r\n{}" + kSmuggled,
                    kPost + "Content-Length: -2\r\n\r\n{}" + kSmuggled,
                    kPost + "Content-Length: 0x2\r\n\r\n{}" + kSmuggled,
                    kPost + "Content-Length: 2 2\r\n\r\n{}" + kSmuggled,
                    kPost + "Content-Length:\r\n\r\n{}" + kSmuggled,
                    kPost + "Content-Length: 99999999999999999999999\r\n\r\n{}" + kSmuggled));

INSTANTIATE_TEST_SUITE_P(
    Codings, Malformed,
    testing::Values(
        kPost + "Transfer-Encoding: gzip\r\n\r\n" + kSmuggled,
        kPost + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + kSmuggled,
        kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + kSmuggled,
        kPost + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + kSmuggled,
        kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + kSmuggled,
        kPost + "Transfer-Encoding:\r\n\r\n0\r\n\r\n" + kSmuggled,
        "POST /cast/v1/event HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kSmuggled));

INSTANTIATE_TEST_SUITE_P(
    Chunks, Malformed,
    testing::Values(kPost + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n2 \r\n{}\r\n0\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n;x\r\n{}\r\n0\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n2;a\nb\r\n{}\r\n0\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n\r\n" + kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n" +
                        kSmuggled,
                    kPost + "Transfer-Encoding: chunked\r\n\r\n" + std::string(2'000, '0') + "\r\n\r\n"));

INSTANTIATE_TEST_SUITE_P(
    Heads, Malformed,
    testing::Values("\0\0\0\0\r\n\r\n"s, "HELLO\r\n\r\n", "GET\r\n\r\n",
                    "GET / HTTP/1.1 HTTP/1.1\r\nHost: hub\r\n\r\n",
                    "GET /health HTTP/2.0\r\nHost: hub\r\n\r\n", "GET /health HTTP/1.1\r\n\r\n",
                    "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\nHost: hub\r\n\r\n", "GET /health HTTP/1.1\r\nHost : hub\r\n\r\n",
                    "GET /health HTTP/1.1\r\nHost: hub\r\nNo colon\r\n\r\n",
                    "GET /health HTTP/1.1\r\nHost: hub\r\nX: a\r\n folded: b\r\n\r\n",
                    "GET /health HTTP/1.1\r\n Host: hub\r\n\r\n", "GET /health HTTP/1.1\nHost: hub\n\r\n\r\n",
                    "GET /health HTTP/1.1\r\nHost: hub\r\nX: a\nContent-Length: 5\r\n\r\n" + kSmuggled,
                    "GET /health HTTP/1.1\r\nHost: hub\r\nX: a\rY: b\r\n\r\n",
                    "GET /health HTTP/1.1\r\nHost: hub\r\nX: a\0b\r\n\r\n"s,
                    "GET /health HTTP/1.1\r\nHost: hub\r\n: empty\r\n\r\n",
                    "GET /health HTTP/1.1\r\nHost: hub\r\nX(y): b\r\n\r\n",
                    "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03 a TLS hello \r\n\r\n"s));

}  // namespace
}  // namespace cast::hub
