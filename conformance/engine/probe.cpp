#include "engine/probe.hpp"

#include <Poco/UUIDGenerator.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/journal.hpp"
#include "engine/step.hpp"
#include "engine/subject.hpp"
#include "engine/timestamp.hpp"
#include "engine/websocket_opening.hpp"
#include "wire/http_exchange.hpp"
#include "wire/websocket.hpp"

namespace cast::conformance {
namespace {

constexpr Milliseconds kFirstPause{20};
constexpr Milliseconds kLongestPause{320};

/// Answers that will not change by trying again. A 404 may: the session may not be there yet.
bool isFinal(int status) { return status == 401 || status == 403 || status == 405 || status == 415; }

}  // namespace

Probe::Probe(const Step& step, std::string eventType, std::string sessionId)
    : step_(step),
      eventType_(std::move(eventType)),
      sessionId_(std::move(sessionId)),
      mark_(Poco::UUIDGenerator::defaultGenerator().createRandom().toString()) {}

std::optional<std::string> Probe::untilOneArrives(Inbox& inbox, const Deadline& deadline) {
  auto refusal = publishUntilOneArrives(inbox, deadline);
  Journal::seen(refusal ? 0 : 1);
  return refusal;
}

std::optional<std::string> Probe::publishUntilOneArrives(Inbox& inbox, const Deadline& deadline) {
  Milliseconds pause = kFirstPause;
  const bool overHttp = step_.run.subject().claims("http");
  while (!deadline.passed()) {
    auto refusal = overHttp ? publishOverHttp(deadline) : publishOverWebSocket(deadline);
    if (refusal) return refusal;
    if (inbox.awaitProbe(mark_, deadline.atMostIn(pause))) return std::nullopt;
    if (!inbox.ended().empty()) return "the connection is gone";
    pause = std::min(pause * 2, kLongestPause);
  }
  return std::to_string(count_) + " probe events were published" +
         (lastAnswer_.empty() ? "" : ", the last one answered " + lastAnswer_) + ", none arrived";
}

std::string Probe::nextEvent(bool overWebSocket) {
  Json event;
  if (overWebSocket) event["action"] = "publish";
  event["eventType"] = eventType_;
  event["timestamp"] = nowText();
  event["source"] = "cast-conformance";
  event["sessionId"] = sessionId_;
  event["payload"]["probe"] = mark_ + "." + std::to_string(++count_);
  return event.dump();
}

std::optional<std::string> Probe::publishOverHttp(const Deadline& deadline) {
  const Subject& subject = step_.run.subject();
  const Url url = urlOf(subject.hub + "/event", subject);
  HttpRequest request;
  request.method = "POST";
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, subject.token);
  request.body = nextEvent(false);
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Content-Length", std::to_string(request.body.size()));
  request.headers.add("Connection", "close");
  HttpExchange exchange(Connection::open(url.endpoint, deadline),
                        Recorder(step_.run.transcript(), "probe", Transport::http));
  exchange.send(request.bytes(), "POST " + url.target, deadline);
  const HttpOutcome outcome = exchange.readAnswer(deadline);
  lastAnswer_ = outcome.answered() ? answerWords(outcome.answer) : outcome.words();
  if (outcome.answered() && isFinal(outcome.answer.status))
    return "the probe event was refused: " + lastAnswer_;
  return std::nullopt;
}

std::optional<std::string> Probe::publishOverWebSocket(const Deadline& deadline) {
  const Subject& subject = step_.run.subject();
  const Url url = urlOf(subject.webSocketUrl, subject);
  const Recorder recorder(step_.run.transcript(), "probe", Transport::websocket);
  HttpRequest request;
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, subject.token);
  addHandshake(request);
  WebSocketOpening opening = openWebSocket(url, request, recorder, deadline);
  if (!opening.defect.empty()) return "the probe's own WebSocket: " + opening.defect;
  WebSocket socket(std::move(opening.connection), opening.rest, recorder, {});
  Frame frame;
  frame.payload = nextEvent(true);
  socket.send({frame}, "probe", deadline);
  socket.sendClose(1000, "", deadline);
  if (!socket.awaitEnd(deadline)) return "the probe's own WebSocket was not closed in time";
  return std::nullopt;
}

}  // namespace cast::conformance
