#include <Poco/Net/ServerSocket.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/commands.hpp"
#include "tests/program_call.hpp"
#include "tests/scripted_hub.hpp"
#include "tests/small_suite.hpp"
#include "wire/http_exchange.hpp"
#include "wire/redaction.hpp"
#include "wire/url.hpp"

namespace cast::conformance {
namespace {

using tests::answerWith;
using tests::checkOf;
using tests::run;
using tests::ScriptedHub;
using tests::SmallSuite;

/// Posts a body and returns the status, 0 for none.
int post(const std::string& address, const std::string& body) {
  const Redaction redaction;
  Transcript transcript(redaction);
  const auto url = parseUrl(address, "");
  const Deadline deadline = Deadline::in(Milliseconds(5000));
  HttpExchange exchange(Connection::open(url->endpoint, deadline),
                        Recorder(transcript, "hub", Transport::http));
  exchange.send("POST " + url->target + " HTTP/1.1\r\nHost: " + url->endpoint.authority() +
                    "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
                "POST", deadline);
  return exchange.readAnswer(deadline).answer.status;
}

/// A hub that calls the callback for each event until it is taken, and answers with the statuses it saw.
std::string callBack(const HttpMessage& request) {
  const auto event = nlohmann::json::parse(request.body, nullptr, false);
  if (!event.is_object() || !event.contains("callback")) return answerWith(404, "{}");
  nlohmann::json statuses = nlohmann::json::array();
  do statuses.push_back(post(event["callback"], request.body));
  while (statuses.back() != 200);
  return answerWith(202, statuses.dump());
}

TEST(Callback, AnswersInTurnAndKeepsEachCall) {
  const ScriptedHub hub(callBack);
  const SmallSuite suite(checkOf(R"({"do":"callback.open","as":"app","statuses":[500,503,200]},
      {"do":"http","method":"POST","path":"/event","json":{"callback":"${app.url}","n":1},
       "expect":{"json":{"const":[500,503,200]}}},
      {"do":"http","method":"POST","path":"/event","json":{"callback":"${app.url}","n":2}},
      {"do":"expect","from":"app","json":{"required":["n"],"properties":{"n":{"const":2}}}},
      {"do":"expect-count","from":"app","count":3,"json":{"required":["n"],"properties":{"n":{"const":1}}}},
      {"do":"expect-order","from":"app","json":[{"required":["n"],"properties":{"n":{"const":1}}},
                                                {"required":["n"],"properties":{"n":{"const":2}}}]})"));
  std::ostringstream out;
  EXPECT_EQ(
      runCommandLine({"run", "--data", suite.data(), "--hub", hub.url(), "--out", suite.folder().path("out")},
                     out, out),
      ExitCode::conformant)
      << out.str();
}

TEST(Callback, HoldsItsAnswersBackUntilItIsReleased) {
  // The hub calls once for each event, the second call before the first is answered, and tells how it went.
  std::vector<std::future<int>> calls;
  const ScriptedHub hub([&calls](const HttpMessage& request) {
    const auto event = nlohmann::json::parse(request.body, nullptr, false);
    if (event.is_object() && event.contains("callback")) {
      calls.push_back(std::async(std::launch::async, post, event["callback"], request.body));
      return answerWith(202, "{}");
    }
    if (request.target == "/cast/v1/answered")
      return answerWith(
          calls.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready ? 200 : 204, "");
    if (request.target != "/cast/v1/calls") return answerWith(404, "{}");
    nlohmann::json statuses = nlohmann::json::array();
    for (auto& each : calls) statuses.push_back(each.get());
    return answerWith(200, statuses.dump());
  });
  const SmallSuite suite(checkOf(R"({"do":"callback.open","as":"app","held":true,"statuses":[201,202]},
      {"do":"http","method":"POST","path":"/event","json":{"callback":"${app.url}","n":1}},
      {"do":"expect","from":"app","json":{"required":["n"],"properties":{"n":{"const":1}}}},
      {"do":"http","method":"POST","path":"/event","json":{"callback":"${app.url}","n":2}},
      {"do":"expect","from":"app","json":{"required":["n"],"properties":{"n":{"const":2}}}},
      {"do":"http","method":"GET","path":"/answered","expect":{"status":{"const":204}}},
      {"do":"callback.release","on":"app"},
      {"do":"http","method":"GET","path":"/calls","expect":{"json":{"const":[201,202]}}})"));
  EXPECT_EQ(run(suite, hub.url()).code, ExitCode::conformant);
}

TEST(Callback, ShowsHowEachCallCameAndCutsTheFirst) {
  const ScriptedHub hub(callBack);
  const SmallSuite suite(
      checkOf(R"({"do":"callback.open","as":"app","path":"/cast/told?app=a%20b","statuses":["cut",200]},
      {"do":"http","method":"POST","path":"/event","json":{"callback":"${app.url}","n":1},
       "expect":{"json":{"const":[0,200]}}},
      {"do":"expect","from":"app","json":{"required":["n"]},
       "request":{"required":["method","target","headers"],
                  "properties":{"method":{"const":"POST"},"target":{"const":"/cast/told?app=a%20b"},
                                "headers":{"required":["host"],"properties":{"host":{"const":"${app.authority}"}}}}}})"));
  std::ostringstream out;
  EXPECT_EQ(
      runCommandLine({"run", "--data", suite.data(), "--hub", hub.url(), "--out", suite.folder().path("out")},
                     out, out),
      ExitCode::conformant)
      << out.str();
}

/// A hub whose streams hold two events at once, of which the second is replayed alone.
std::string stream(const HttpMessage& request) {
  if (!request.target.starts_with("/cast/v1/events?")) return answerWith(404, "{}");
  const std::string second = "id: 2\ndata: {\"n\":2}\n\n";
  const bool replay = request.headers.find("Last-Event-ID") == "1";
  return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n" +
         (replay ? second : "id: 1\ndata: {\"n\":1}\n\n" + second);
}

TEST(EventStream, IdsAreBoundExpectedAndSentAgain) {
  const ScriptedHub hub(stream);
  const SmallSuite suite(checkOf(R"({"do":"sse.open","as":"a","eventTypes":["x"],"probe":false},
      {"do":"expect","from":"a","json":{"properties":{"n":{"const":1}}},"id":{"const":"1"},"bindId":"last"},
      {"do":"sse.close","on":"a"},
      {"do":"sse.open","as":"b","eventTypes":["x"],"probe":false,"lastEventId":"${last}"},
      {"do":"expect","from":"b","json":{"properties":{"n":{"const":2}}}},
      {"do":"expect-count","from":"b","count":1,"json":{"required":["n"]}})"));
  std::ostringstream out;
  EXPECT_EQ(
      runCommandLine({"run", "--data", suite.data(), "--hub", hub.url(), "--out", suite.folder().path("out")},
                     out, out),
      ExitCode::conformant)
      << out.str();
}

TEST(Raw, AnAnswerOrTheConnectionsEndIsAwaited) {
  const ScriptedHub hub([](const HttpMessage& request) {
    return request.method == "BAD" ? std::string() : answerWith(400, "{}");
  });
  const SmallSuite suite(
      checkOf(R"({"do":"raw","body":"BAD / HTTP/1.1\r\n\r\n","expect":{"closed":true,"status":{"const":400}}},
      {"do":"raw","base64":"R0VUIC8gSFRUUC8xLjENCg0K","expect":{"status":{"const":400}}})"));
  std::ostringstream out;
  EXPECT_EQ(
      runCommandLine({"run", "--data", suite.data(), "--hub", hub.url(), "--out", suite.folder().path("out")},
                     out, out),
      ExitCode::conformant)
      << out.str();
}

TEST(Http, AKeptConnectionServesRequestAfterRequestAndMayBeEndedBetween) {
  std::atomic<int> calls = 0;
  const ScriptedHub hub([&](const HttpMessage& request) {
    if (request.target != "/cast/v1/line") return answerWith(404, "{}");
    EXPECT_FALSE(request.headers.find("Connection"));
    return ++calls == 3 ? std::string() : answerWith(200, "{}");  // the third finds the connection ended
  });
  const std::string get =
      R"({"do":"http","method":"GET","path":"/line","kept":"line","expect":{"status":{"const":200}}})";
  const SmallSuite suite(checkOf(get + "," + get + "," + get));
  std::ostringstream out;
  EXPECT_EQ(runCommandLine({"run", "--data", suite.data(), "--hub", hub.url(), "--out",
                            suite.folder().path("out"), "--bundle", suite.folder().path("bundle.zip")},
                           out, out),
            ExitCode::conformant)
      << out.str();
  EXPECT_EQ(calls, 4) << "what was not answered was asked again";
  EXPECT_EQ(runCommandLine({"rejudge", suite.folder().path("bundle.zip")}, out, out), ExitCode::conformant)
      << out.str();
}

TEST(Connection, MayEndWhereTheCheckSaysSo) {
  const ScriptedHub hub([](const HttpMessage&) { return answerWith(200, "", "text/event-stream"); });
  const std::string open = R"({"do":"sse.open","as":"app","eventTypes":["t:x"],"probe":false},)";
  const std::string impossible = R"(,{"do":"compare","value":1,"json":{"const":2}})";
  const auto verdict = [&](const std::string& expect) {
    return run(SmallSuite(checkOf(open + expect)), hub.url()).code;
  };
  EXPECT_EQ(verdict(R"({"do":"expect","from":"app","json":true,"mayEnd":true})" + impossible),
            ExitCode::conformant);
  EXPECT_EQ(verdict(R"({"do":"expect","from":"app","json":true})"), ExitCode::notConformant);
}

TEST(Connection, BringsNothingWhileItIsStalled) {
  Poco::Net::ServerSocket listener(Poco::Net::SocketAddress("127.0.0.1", 0));
  const auto connection =
      Connection::open({"127.0.0.1", listener.address().port(), false, ""}, Deadline::in(Milliseconds(2000)));
  Poco::Net::StreamSocket peer = listener.acceptConnection();
  peer.sendBytes("a", 1);
  EXPECT_EQ(connection->receive(Deadline::in(Milliseconds(2000))).bytes, "a");
  connection->stall();
  peer.sendBytes("b", 1);
  EXPECT_EQ(connection->receive(Deadline::in(Milliseconds(20))).state, Received::State::timedOut);
  peer.shutdown();
  connection->shutdown();
  EXPECT_EQ(connection->receive(Deadline::in(Milliseconds(2000))).bytes, "b");
}

}  // namespace
}  // namespace cast::conformance
