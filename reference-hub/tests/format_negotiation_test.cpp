// Each subscription gets an event in the first of its formats that can be had, over every transport, and
// every conversion runs once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "client/callback_server.hpp"
#include "client/event_stream.hpp"
#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"
#include "plugin_folder.hpp"

namespace cast::hub {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string kEvent = std::string(kBase) + "/event";
const std::string kSubscribe = std::string(kBase) + "/subscribe";
const std::string kType = "\"test:study\"";
const std::string kStudy = R"({"format":"dicom",  "studyInstanceUID":"1.2.3", "rows":512.0})";

class FormatNegotiationTest : public testing::Test {
 protected:
  FormatNegotiationTest() {
    folder_.put(testPlugin("converting"), "converting.so");
    folder_.put(testPlugin("second"), "second.so");
    hub_.emplace([this](Configuration& configuration) { configuration.plugins = folder_.path(); });
  }

  int port() const { return hub_->port(); }

  void publish(const std::string& eventId, const std::string& payload,
               const std::string& type = "test:study") const {
    const auto reply = call(port(), "POST", kEvent, eventJson(eventId, payload, type));
    ASSERT_EQ(reply.status, 202) << reply.body;
  }

  static std::string subscribeText(const std::string& formats, const std::string& types = kType) {
    return "{" + subscribeMembers("s", types) + ",\"preferredFormats\":" + formats;
  }

  static void subscribe(WebSocketClient& client, const std::string& formats,
                        const std::string& types = kType) {
    client.send(subscribeText(formats, types) + ",\"action\":\"subscribe\"}");
    ASSERT_THAT(client.read(), HasSubstr("\"response\""));
  }

  long conversions(const std::string& from, const std::string& to,
                   const std::string& outcome = "done") const {
    return hub_->metric("cast_conversions_total{from=\"" + from + "\",to=\"" + to + "\",outcome=\"" +
                        outcome + "\"}");
  }

  PluginFolder folder_;
  std::optional<RunningHub> hub_;
};

json payloadIn(const std::string& notification) { return json::parse(notification).at("payload"); }

TEST_F(FormatNegotiationTest, FhirDicomJsonAndNativeSubscribersEachGetTheSameStudyInTheirFormat) {
  WebSocketClient fhir(port());
  WebSocketClient dicomJson(port());
  WebSocketClient native(port());
  subscribe(fhir, R"(["fhir"])");
  subscribe(dicomJson, R"(["dicom+json","fhir"])");
  native.subscribe("s", kType);
  publish("e1", kStudy);

  const json asFhir = json::parse(fhir.read());
  EXPECT_EQ(asFhir.at("payload").at("resourceType"), "ImagingStudy");
  EXPECT_EQ(asFhir.at("payload").at("format"), "fhir");
  const json asDicomJson = json::parse(dicomJson.read());
  EXPECT_EQ(asDicomJson.at("payload").at("data").at("0020000D").at("Value").at(0), "1.2.3");
  EXPECT_THAT(native.read(), HasSubstr("\"payload\":" + kStudy));
  for (const char* member : {"eventId", "eventType", "timestamp", "source", "sessionId"})
    EXPECT_EQ(asFhir.at(member), asDicomJson.at(member));
  EXPECT_EQ(conversions("dicom", "fhir"), 1);
  EXPECT_EQ(conversions("dicom", "dicom+json"), 1);
}

TEST_F(FormatNegotiationTest, TheFirstFormatThatCanBeHadWins) {
  WebSocketClient client(port());
  subscribe(client, R"(["unheard-of","openigtlink","dicom+json","fhir"])");
  publish("e1", kStudy);
  EXPECT_EQ(payloadIn(client.read()).at("format"), "dicom+json");
}

TEST_F(FormatNegotiationTest, AnEventThatHasTheFormatAlreadyKeepsItsBytes) {
  WebSocketClient client(port());
  subscribe(client, R"(["unheard-of","dicom","fhir"])");
  publish("e1", kStudy);
  EXPECT_THAT(client.read(), HasSubstr("\"payload\":" + kStudy));
  publish("e2", R"({ "studyInstanceUID":"1.2"})");  // dicom, as its event type's variant states
  EXPECT_THAT(client.read(), HasSubstr(R"("payload":{ "studyInstanceUID":"1.2"})"));
}

TEST_F(FormatNegotiationTest, WithoutAWayToAnyFormatTheEventComesAsPublished) {
  WebSocketClient client(port());
  subscribe(client, R"(["openigtlink","hl7v2"])", R"("test:study","test:elsewhere")");
  publish("e1", kStudy);
  EXPECT_THAT(client.read(), HasSubstr("\"payload\":" + kStudy));
  publish("e2", "[1, 2.0]", "test:elsewhere");
  EXPECT_THAT(client.read(), HasSubstr("\"payload\":[1, 2.0]"));
}

TEST_F(FormatNegotiationTest, AConversionRunsOnceForAllReceiversOverAllTransportsAndAReplay) {
  const std::string types = R"("test:any")";
  CallbackServer callback;
  const auto made =
      call(port(), "POST", kSubscribe,
           subscribeText(R"(["counted"])", types) + ",\"callbackUrl\":\"" + callback.url() + "\"}");
  ASSERT_EQ(made.status, 201) << made.body;
  WebSocketClient first(port());
  WebSocketClient second(port());
  WebSocketClient chained(port());
  WebSocketClient plain(port());
  subscribe(first, R"(["counted"])", types);
  plain.subscribe("s", types);
  subscribe(second, R"(["counted"])", types);
  subscribe(chained, R"(["second"])", types);
  const std::string query = "sessionId=s&eventTypes=test:any&preferredFormats=counted";
  EventStreamClient stream(port(), query);
  stream.readBlock();

  publish("e1", R"({"n":1})", "test:any");
  const json converted = payloadIn(first.read());
  EXPECT_EQ(converted.at("format"), "counted");
  const int count = converted.at("count");
  EXPECT_EQ(payloadIn(second.read()), converted);
  EXPECT_EQ(payloadIn(callback.read().body), converted);
  const auto block = stream.read();
  EXPECT_EQ(payloadIn(block.data), converted);
  EXPECT_THAT(plain.read(), HasSubstr(R"("payload":{"n":1})"));
  // Its chain has the same first step; it is another conversion.
  EXPECT_EQ(payloadIn(chained.read()).at("count"), count + 1);

  EventStreamClient late(port(), query, "all",
                         {{"Last-Event-ID", block.id.substr(0, block.id.rfind('-')) + "-0"}});
  EXPECT_EQ(payloadIn(late.read().data), converted);

  publish("e2", R"({"n":2})", "test:any");
  EXPECT_EQ(payloadIn(late.read().data).at("count"), count + 2);
  EXPECT_EQ(conversions("native", "counted"), 2);
  EXPECT_EQ(conversions("native", "second"), 2);
}

TEST_F(FormatNegotiationTest, AConversionThatFailsCostsTheFormatAndNeverTheDelivery) {
  const std::string types = R"("test:any")";
  WebSocketClient next(port());
  WebSocketClient published(port());
  subscribe(next, R"(["wild","counted"])", types);
  subscribe(published, R"(["wild"])", types);
  int failures = 0;
  for (const char* wanted : {"throw", "nothing", "garbage", "a list", "a member twice", "another format",
                             "break the schema", "bytes that are no text", "too much", "refuse"}) {
    const std::string payload = R"({"do":")" + std::string(wanted) + "\"}";
    publish("", payload, "test:any");
    EXPECT_EQ(payloadIn(next.read()).at("format"), "counted") << wanted;
    EXPECT_THAT(published.read(), HasSubstr("\"payload\":" + payload)) << wanted;
    EXPECT_EQ(conversions("native", "wild", "failed"), ++failures) << "once, for both";
  }
  publish("", R"({"do":"convert"})", "test:any");
  EXPECT_EQ(payloadIn(next.read()).at("format"), "wild");
  EXPECT_EQ(conversions("native", "wild"), 1);
}

TEST_F(FormatNegotiationTest, AOneMebibytePayloadIsConvertedForEveryTransport) {
  const std::string types = R"("test:any")";
  const std::string fill(1U << 20U, 'x');
  WebSocketClient client(port());
  subscribe(client, R"(["wild"])", types);
  EventStreamClient stream(port(), "sessionId=s&eventTypes=test:any&preferredFormats=wild");
  stream.readBlock();
  publish("e1", R"({"do":"much","fill":")" + fill + "\"}", "test:any");
  EXPECT_THAT(client.read(), HasSubstr(R"({"format":"wild","fill":")" + fill + "\"}"));
  EXPECT_THAT(stream.read().data, HasSubstr(R"({"format":"wild","fill":")" + fill + "\"}"));
}

TEST_F(FormatNegotiationTest, OfAConnectionsSubscriptionsTheOldestDecides) {
  WebSocketClient client(port());
  client.send(subscribeText(R"(["fhir"])") + ",\"action\":\"subscribe\"}");
  const std::string id = stringOf(client.read(), "subscriptionId");
  subscribe(client, R"(["dicom+json"])");
  publish("e1", kStudy);
  EXPECT_EQ(payloadIn(client.read()).at("format"), "fhir");
  // Renewed with other event types it is the oldest all the same, now with another wish.
  client.send(subscribeText(R"(["dicom"])", R"("test:any","test:study")") + ",\"action\":\"subscribe\"," +
              "\"subscriptionId\":\"" + id + "\"}");
  ASSERT_THAT(client.read(), HasSubstr(id));
  publish("e2", kStudy);
  EXPECT_THAT(client.read(), HasSubstr("\"payload\":" + kStudy));
  publish("e3", "{}", "test:any");
  EXPECT_EQ(json::parse(client.read()).at("eventId"), "e3") << "nothing came twice";
}

TEST_F(FormatNegotiationTest, RulesRefuseAnEventBeforeAnybodyIsToldOfIt) {
  WebSocketClient client(port());
  client.subscribe("s", R"("test:judged")");
  const auto refused = call(port(), "POST", kEvent, eventJson("e1", R"({"one":1,"other":2})", "test:judged"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(json::parse(refused.body).at("pointer"), "/payload/other");
  publish("e2", R"({"one":1,"other":1})", "test:judged");
  EXPECT_EQ(json::parse(client.read()).at("eventId"), "e2");
}

TEST_F(FormatNegotiationTest, LegacyBytesComeAsTextToWhoPrefersIt) {
  WebSocketClient client(port());
  subscribe(client, R"(["text"])", R"("patient-open")");
  publish("e1", R"({"format":"legacy","system":"m","data":"1NyTk4WZ","metadata":{"encoding":"EBCDIC"}})",
          "patient-open");
  EXPECT_EQ(payloadIn(client.read()).at("data"), "Müller");
}

TEST_F(FormatNegotiationTest, DiscoveryTellsOfFormatsAndConversions) {
  const json found =
      json::parse(call(port(), "GET", std::string(kBase) + "/.well-known/cast-configuration", "", "").body);
  EXPECT_THAT(found.at("capabilities"), testing::Contains("format-negotiation"));
  EXPECT_THAT(found.at("formats"), testing::IsSupersetOf({"fhir", "dicom+json", "text"}));
  const json& variant = found.at("variants").at(0);
  EXPECT_EQ(variant.at("id"), "test-converting");
  EXPECT_THAT(variant.at("formats"), testing::Contains("dicom+json"));
  EXPECT_EQ(variant.at("conversions").at(0),
            json::parse(R"({"eventTypes":["test:study"],"from":"dicom","to":"fhir"})"));
}

TEST_F(FormatNegotiationTest, ASmallMemoryForgetsOtherEventsAndNotTheOneAtHand) {
  hub_.reset();
  hub_.emplace([this](Configuration& configuration) {
    configuration.plugins = folder_.path();
    configuration.convertedBytes = 1;
  });
  const std::string types = R"("test:any")";
  WebSocketClient first(port());
  WebSocketClient second(port());
  subscribe(first, R"(["counted"])", types);
  subscribe(second, R"(["counted"])", types);
  for (int i = 0; i < 10; ++i) {
    publish("", "{}", "test:any");
    EXPECT_EQ(payloadIn(first.read()), payloadIn(second.read()));
  }
  EXPECT_EQ(conversions("native", "counted"), 10);
}

}  // namespace
}  // namespace cast::hub
