// What subscribe and publish messages must be; every refusal names the member at fault.
#include "session/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace cast::hub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Sender kAnyone{"app", ""};
const Sender kDrSmith{"app", "dr-smith"};

JsonObject objectOf(const std::string& text) {
  auto read = JsonObject::read(text, "the body");
  if (const auto* rejection = std::get_if<Rejection>(&read)) {
    ADD_FAILURE() << rejection->detail << "\n" << text;
    return {};
  }
  return std::get<JsonObject>(std::move(read));
}

/// `text` with `replacement` in place of member `name` (or without it, where that is empty).
std::string with(const std::string& text, const std::string& name, const std::string& replacement) {
  const JsonObject object = objectOf(text);
  std::string changed;
  for (const JsonMember& member : object.members()) {
    if (member.name == name) continue;
    changed.append(changed.empty() ? "{" : ",").append(member.nameText).append(":").append(member.text);
  }
  if (!replacement.empty()) changed += ",\"" + name + "\":" + replacement;
  return changed + "}";
}

const std::string kSubscribe =
    R"({"eventTypes":["patient-open","a:b"],"sessionId":"s","callbackUrl":"http://h/c",)"
    R"("preferredFormats":["fhir"],"userId":"u","source":"app","leaseSeconds":60})";
const std::string kPublish =
    R"({"action":"publish","eventType":"patient-open","timestamp":"2024-01-15T10:30:00Z",)"
    R"("source":"ehr","sessionId":"s","payload":{"z": 1.50,"a":1e400},"more": [ 1 ],)"
    R"("eventId":"e-1","echo":true,"requestId":7,"userId":"u"})";

TEST(SubscribeRequest, HoldsWhatTheMessageAsksFor) {
  const std::string text = kSubscribe;
  const auto request = std::get<SubscribeRequest>(readSubscribe(objectOf(text), kAnyone));
  EXPECT_THAT(request.eventTypes, ElementsAre("a:b", "patient-open"));
  EXPECT_EQ(request.sessionId, "s");
  EXPECT_EQ(request.callbackUrl, "http://h/c");
  EXPECT_THAT(request.preferredFormats, ElementsAre("fhir"));
  EXPECT_EQ(request.userId, "u");
  EXPECT_EQ(request.source, "app");
  EXPECT_EQ(request.leaseSeconds, 60);
}

TEST(SubscribeRequest, CountsAnEventTypeOnce) {
  const std::string text = R"({"eventTypes":["b","a","b"],"sessionId":"s"})";
  EXPECT_THAT(std::get<SubscribeRequest>(readSubscribe(objectOf(text), kAnyone)).eventTypes,
              ElementsAre("a", "b"));
}

TEST(PublishRequest, PassesOnEveryMemberButThoseThatSteerTheHub) {
  const std::string text = kPublish;
  const JsonObject message = objectOf(text);
  const auto request = std::get<PublishRequest>(readPublish(message, kAnyone));
  EXPECT_EQ(
      request.members,
      R"(,"eventType":"patient-open","timestamp":"2024-01-15T10:30:00Z","source":"ehr","sessionId":"s",)"
      R"("payload":{"z": 1.50,"a":1e400},"more":[ 1 ],"userId":"u")");
  EXPECT_EQ(request.payload, R"({"z": 1.50,"a":1e400})");
  EXPECT_EQ(request.eventId, "e-1");
  EXPECT_TRUE(request.echo);
}

TEST(PublishRequest, FillsInTheUserOfTheToken) {
  const std::string text = with(kPublish, "userId", "");
  const auto request = std::get<PublishRequest>(readPublish(objectOf(text), kDrSmith));
  EXPECT_EQ(request.userId, "dr-smith");
  EXPECT_THAT(request.members, HasSubstr(R"(,"userId":"dr-smith")"));
}

TEST(PublishRequest, ThePayloadMayBeAnyJson) {
  for (const char* payload : {"null", "0", "\"\"", "[]", "{}", "true"}) {
    const std::string text = with(kPublish, "payload", payload);
    const JsonObject message = objectOf(text);
    EXPECT_EQ(std::get<PublishRequest>(readPublish(message, kAnyone)).payload, payload);
  }
}

struct Fault {
  std::string member;
  std::string value;  ///< in its place; empty: it is absent
  std::string kind;
  std::string pointer;
  int status = 400;
};

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << fault.member << "=" << fault.value.substr(0, 40) << " -> " << fault.kind << " " << fault.pointer;
}

class SubscribeFault : public testing::TestWithParam<Fault> {};
class PublishFault : public testing::TestWithParam<Fault> {};

void expectFault(const Rejection& rejection, const Fault& fault) {
  EXPECT_EQ(rejection.status, fault.status);
  EXPECT_EQ(rejection.kind, fault.kind);
  EXPECT_EQ(rejection.pointer, fault.pointer);
  EXPECT_FALSE(rejection.title.empty());
  EXPECT_THAT(rejection.detail, HasSubstr(fault.member));
}

TEST_P(SubscribeFault, IsNamed) {
  const auto read = readSubscribe(objectOf(with(kSubscribe, GetParam().member, GetParam().value)), kDrSmith);
  ASSERT_TRUE(std::holds_alternative<Rejection>(read));
  expectFault(std::get<Rejection>(read), GetParam());
}

TEST_P(PublishFault, IsNamed) {
  const auto read = readPublish(objectOf(with(kPublish, GetParam().member, GetParam().value)), kDrSmith);
  ASSERT_TRUE(std::holds_alternative<Rejection>(read));
  expectFault(std::get<Rejection>(read), GetParam());
}

std::string quoted(std::size_t size) { return "\"" + std::string(size, 'x') + "\""; }

std::string types(int count) {
  std::string list;
  for (int i = 0; i < count; ++i) list += (i == 0 ? "\"t" : ",\"t") + std::to_string(i) + "\"";
  return "[" + list + "]";
}

INSTANTIATE_TEST_SUITE_P(EventTypes, SubscribeFault,
                         testing::Values(Fault{"eventTypes", "", "missing-member", "/eventTypes"},
                                         Fault{"eventTypes", "null", "wrong-type", "/eventTypes"},
                                         Fault{"eventTypes", "\"patient-open\"", "wrong-type", "/eventTypes"},
                                         Fault{"eventTypes", "{}", "wrong-type", "/eventTypes"},
                                         Fault{"eventTypes", "[]", "invalid-value", "/eventTypes"},
                                         Fault{"eventTypes", "[\"a\",1]", "wrong-type", "/eventTypes/1"},
                                         Fault{"eventTypes", "[\"a\",\"b c\"]", "invalid-value",
                                               "/eventTypes/1"},
                                         Fault{"eventTypes", "[\"\"]", "invalid-value", "/eventTypes/0"},
                                         Fault{"eventTypes", types(101), "invalid-value", "/eventTypes"}));

INSTANTIATE_TEST_SUITE_P(
    OtherMembers, SubscribeFault,
    testing::Values(Fault{"sessionId", "", "missing-member", "/sessionId"},
                    Fault{"sessionId", "5", "wrong-type", "/sessionId"},
                    Fault{"sessionId", "null", "wrong-type", "/sessionId"},
                    Fault{"sessionId", "\"\"", "invalid-value", "/sessionId"},
                    Fault{"sessionId", "\"a\\nb\"", "invalid-value", "/sessionId"},
                    Fault{"sessionId", "\"a\\u0000b\"", "invalid-value", "/sessionId"},
                    Fault{"sessionId", "\"\\u007f\"", "invalid-value", "/sessionId"},
                    Fault{"sessionId", quoted(257), "invalid-value", "/sessionId"},
                    Fault{"callbackUrl", "1", "wrong-type", "/callbackUrl"},
                    Fault{"callbackUrl", "\"\"", "invalid-value", "/callbackUrl"},
                    Fault{"callbackUrl", "\"/relative\"", "invalid-value", "/callbackUrl"},
                    Fault{"callbackUrl", "\"ftp://h/\"", "invalid-value", "/callbackUrl"},
                    Fault{"callbackUrl", "\"file:///etc/passwd\"", "invalid-value", "/callbackUrl"},
                    Fault{"callbackUrl", "\"http://\"", "invalid-value", "/callbackUrl"},
                    Fault{"callbackUrl", "\"http:///path\"", "invalid-value", "/callbackUrl"},
                    Fault{"callbackUrl", "\"http://h:99999/\"", "invalid-value", "/callbackUrl"},
                    Fault{"callbackUrl", "\"http://h/a b\"", "invalid-value", "/callbackUrl"},
                    Fault{"preferredFormats", "\"fhir\"", "wrong-type", "/preferredFormats"},
                    Fault{"preferredFormats", "[\"fhir\",{}]", "wrong-type", "/preferredFormats/1"},
                    Fault{"preferredFormats", "[\"\"]", "invalid-value", "/preferredFormats/0"},
                    Fault{"preferredFormats", types(21), "invalid-value", "/preferredFormats"},
                    Fault{"userId", "1", "wrong-type", "/userId"},
                    Fault{"userId", "\"dr-jones\"", "forbidden", "/userId", 403},
                    Fault{"source", "[]", "wrong-type", "/source"},
                    Fault{"source", quoted(257), "invalid-value", "/source"},
                    Fault{"subscriptionId", "1", "wrong-type", "/subscriptionId"},
                    Fault{"leaseSeconds", "\"60\"", "wrong-type", "/leaseSeconds"},
                    Fault{"leaseSeconds", "0", "invalid-value", "/leaseSeconds"},
                    Fault{"leaseSeconds", "-1", "invalid-value", "/leaseSeconds"},
                    Fault{"leaseSeconds", "1.5", "invalid-value", "/leaseSeconds"}));

INSTANTIATE_TEST_SUITE_P(Members, PublishFault,
                         testing::Values(Fault{"eventType", "", "missing-member", "/eventType"},
                                         Fault{"eventType", "1", "wrong-type", "/eventType"},
                                         Fault{"eventType", "\"\"", "invalid-value", "/eventType"},
                                         Fault{"eventType", "\"a:b:c\"", "invalid-value", "/eventType"},
                                         Fault{"timestamp", "", "missing-member", "/timestamp"},
                                         Fault{"timestamp", "1705314600", "wrong-type", "/timestamp"},
                                         Fault{"timestamp", "\"yesterday\"", "invalid-value", "/timestamp"},
                                         Fault{"source", "", "missing-member", "/source"},
                                         Fault{"source", "{}", "wrong-type", "/source"},
                                         Fault{"source", "\"\"", "invalid-value", "/source"},
                                         Fault{"sessionId", "", "missing-member", "/sessionId"},
                                         Fault{"sessionId", "true", "wrong-type", "/sessionId"},
                                         Fault{"payload", "", "missing-member", "/payload"},
                                         Fault{"userId", "\"dr-jones\"", "forbidden", "/userId", 403},
                                         Fault{"eventId", "1", "wrong-type", "/eventId"},
                                         Fault{"eventId", "\"\"", "invalid-value", "/eventId"},
                                         Fault{"eventId", quoted(129), "invalid-value", "/eventId"},
                                         Fault{"echo", "\"true\"", "wrong-type", "/echo"}));

TEST(Request, LengthsAreCountedInCharactersNotBytes) {
  std::string longest;
  for (std::size_t i = 0; i < kMaxSessionId; ++i) longest += "\xE2\x82\xAC";
  EXPECT_FALSE(faultOfText(longest, "/sessionId", kMaxSessionId));
  EXPECT_TRUE(faultOfText(longest + "a", "/sessionId", kMaxSessionId));
}

TEST(Request, TextFromAQueryMustBeUtf8) {
  const auto fault = faultOfText("s\xFF", "/sessionId", kMaxSessionId);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->pointer, "/sessionId");
}

TEST(SubscribeRequest, AWishForALeaseLongerThanAnyNumberIsTakenAsTheLongest) {
  const std::string text = with(kSubscribe, "leaseSeconds", "99999999999999999999999");
  const auto read = readSubscribe(objectOf(text), kAnyone);
  ASSERT_TRUE(std::holds_alternative<SubscribeRequest>(read));
  EXPECT_GE(std::get<SubscribeRequest>(read).leaseSeconds, 1'000'000'000);
}

}  // namespace
}  // namespace cast::hub
