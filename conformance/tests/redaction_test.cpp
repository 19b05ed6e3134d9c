#include "wire/redaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/transcript.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Redaction, ATokenGoesWhereverItStands) {
  Redaction redaction;
  redaction.add("s3cret-token");
  EXPECT_EQ(redaction.apply("a s3cret-token, s3cret-token."), "a [redacted], [redacted].");
}

TEST(Redaction, ATokenGoesInTheFormsInWhichItIsSent) {
  Redaction redaction;
  redaction.add("to/ken+1");
  EXPECT_EQ(redaction.apply("?t=to%2Fken%2B1"), "?t=[redacted]");
  EXPECT_EQ(redaction.apply("Sec-WebSocket-Protocol: cast, bearer.dG8va2VuKzE"),
            "Sec-WebSocket-Protocol: cast, bearer.[redacted]");
}

TEST(Redaction, AnUnknownTokenGoesWhereTokensStand) {
  const Redaction redaction;
  EXPECT_EQ(redaction.apply("authorization: Bearer abc\r\nHost: h"),
            "authorization: Bearer [redacted]\r\nHost: h");
  EXPECT_EQ(redaction.apply("GET /events?access_token=abc&x=1 HTTP/1.1"),
            "GET /events?access_token=[redacted]&x=1 HTTP/1.1");
}

TEST(Redaction, ATokenThatBeginsWithAnotherGoesWhole) {
  Redaction redaction;
  redaction.add("token");
  redaction.add("token-of-somebody");
  EXPECT_EQ(redaction.apply("token-of-somebody"), "[redacted]");
}

TEST(Redaction, AMembersValueGoesWhateverItIs) {
  Redaction redaction;
  redaction.addMember("name");
  EXPECT_EQ(redaction.apply(R"({"name": "a\"b}", "n":1})"), R"({"name": "[redacted]", "n":1})");
  EXPECT_EQ(redaction.apply(R"({"name":{"x":["}",{}]},"n":1})"), R"({"name":"[redacted]","n":1})");
  EXPECT_EQ(redaction.apply(R"({"name":-1.5e3})"), R"({"name":"[redacted]"})");
  EXPECT_EQ(redaction.apply(R"({"first name":"x","names":"y"})"), R"({"first name":"x","names":"y"})");
  EXPECT_EQ(redaction.apply(R"({"password":"x"})"), R"({"password":"[redacted]"})");
}

TEST(Redaction, AMembersValueGoesInJsonThatAStringHoldsAndWhereItIsCut) {
  Redaction redaction;
  redaction.addMember("name");
  EXPECT_EQ(redaction.apply(R"("{\"name\":\"Anna\",\"n\":1}")"), R"("{\"name\":\"[redacted]\",\"n\":1}")");
  EXPECT_EQ(redaction.apply(R"(message {"name":"An…)"), R"(message {"name":"[redacted]")");
  EXPECT_EQ(redaction.apply(R"({"name")"), R"({"name")");
  EXPECT_EQ(redaction.apply(R"({"name":)"), R"({"name":)");
}

TEST(Redaction, WordsLoseTheValuesThatSuchMembersHad) {
  Redaction redaction;
  redaction.addMember("name");
  redaction.apply(R"({"name":{"given":["Anna"],"id":12345,"alive":true}})");
  EXPECT_EQ(redaction.applyToWords("/name/given is \"Anna\", id 12345, true, given"),
            "/name/given is \"[redacted]\", id [redacted], true, given");
  EXPECT_EQ(redaction.apply("of Anna"), "of Anna") << "in a transcript by the members' names alone";
}

TEST(Redaction, AMembersValueGoesInFormsToo) {
  Redaction redaction;
  redaction.addMember("name");
  EXPECT_EQ(redaction.apply("GET /x?name=Anna&n=1 HTTP/1.1"), "GET /x?name=[redacted]&n=1 HTTP/1.1");
  EXPECT_EQ(redaction.apply("GET /x?surname=y HTTP/1.1"), "GET /x?surname=y HTTP/1.1");
}

TEST(Redaction, TheBeginningOfATokenGoesWhereALineIsShortened) {
  Redaction redaction;
  redaction.add("s3cret-token");
  EXPECT_EQ(redaction.apply("message s3cret-t… and more"), "message [redacted]… and more");
  EXPECT_EQ(redaction.apply("mess…"), "mess…");
}

TEST(Transcript, NeitherTextNorSummaryKeepsAToken) {
  Redaction redaction;
  redaction.add("s3cret-token");
  Transcript transcript(redaction);
  // The token straddles the place where a long text is cut.
  const std::string longText(Transcript::kLongestText - 4, 'x');
  transcript.record("http", Transport::http, Direction::sent, "POST ?t=s3cret-token",
                    longText + "s3cret-token");
  const Exchange exchange = transcript.exchanges().front();
  EXPECT_THAT(exchange.summary, Not(HasSubstr("s3cret")));
  EXPECT_THAT(exchange.text, Not(HasSubstr("s3cr")));
  EXPECT_TRUE(exchange.truncated);
  EXPECT_EQ(exchange.bytes, longText.size() + 12);
}

TEST(Transcript, CountsWhatItDoesNotKeep) {
  const Redaction redaction;
  Transcript transcript(redaction);
  for (std::size_t i = 0; i < Transcript::kMostExchanges + 5; ++i) transcript.note("a", "x");
  EXPECT_EQ(transcript.exchanges().size(), Transcript::kMostExchanges + 1);
  EXPECT_EQ(transcript.exchanges().back().summary, "5 further exchanges are not kept");
}

TEST(Utf8, FindsTheFirstIllFormedByte) {
  EXPECT_EQ(invalidUtf8("plain, ü, €, 😀"), std::string_view::npos);
  EXPECT_EQ(invalidUtf8("ab\xFF"), 2U);
  EXPECT_EQ(invalidUtf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(invalidUtf8("a\xED\xA0\x80"), 1U);     // a surrogate
  EXPECT_EQ(invalidUtf8("\xF4\x90\x80\x80"), 0U);  // over U+10FFFF
  EXPECT_EQ(invalidUtf8("x\xE2\x82"), 1U);         // cut
}

TEST(Utf8, ShortensBetweenCharacters) { EXPECT_EQ(shortened("a€b", 2), "a…"); }

}  // namespace
}  // namespace cast::conformance
