#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/journal.hpp"
#include "engine/party.hpp"
#include "engine/probe.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"
#include "engine/websocket_opening.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

WebSocketParty& partyOf(const Step& step) {
  return dynamic_cast<WebSocketParty&>(step.run.party(step.text("on")));
}

Failure notOpen(const Step& step, const Party& party) {
  return step.failure("the open WebSocket " + step.text("on"), "it is not open: " + party.notOpen);
}

WebSocket::Listener listenerOf(Inbox& inbox) {
  return {[&inbox](const WebSocketEvent& event) {
            event.kind == WebSocketEvent::Kind::binary ? inbox.deliverBinary(event.payload)
                                                       : inbox.deliver(event.payload);
          },
          [&inbox](const WebSocketEnd& end) { inbox.end(end.words()); }};
}

std::string withQuery(const Step& step, std::string url) {
  if (!step.has("query")) return url;
  for (const auto& [name, value] : step.json.at("query").items())
    url += (url.find('?') == std::string::npos ? "?" : "&") + queryEncoded(name) + "=" +
           queryEncoded(step.variables.text(value.get<std::string>()));
  return url;
}

/// One message as the frames that the step asks for.
std::vector<Frame> framesOf(const Step& step, const std::string& content) {
  const std::size_t count = step.json.value("fragments", std::size_t{1});
  std::vector<Frame> frames(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = content.size() * i / count;
    frames[i].payload = content.substr(begin, content.size() * (i + 1) / count - begin);
    frames[i].final = i + 1 == count;
    frames[i].opcode = i == 0 ? step.json.value("opcode", opcode::kText) : opcode::kContinuation;
    frames[i].reserved = step.json.value("reserved", 0U);
    frames[i].masked = step.json.value("masked", true);
  }
  if (step.json.value("pingBetween", false))
    for (std::size_t at = count - 1; at > 0; --at) {
      Frame ping;
      ping.opcode = opcode::kPing;
      frames.insert(frames.begin() + static_cast<std::ptrdiff_t>(at), ping);
    }
  return frames;
}

}  // namespace

StepResult webSocketOpenStep(const Step& step) {
  const Subject& subject = step.run.subject();
  const std::string name = step.text("as");
  const Url url = urlOf(withQuery(step, subject.webSocketUrl), subject);
  HttpRequest request;
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, step.token());
  if (step.has("headers"))
    for (const auto& [header, value] : step.json.at("headers").items())
      request.headers.set(header, step.variables.text(value.get<std::string>()));
  addHandshake(request);

  const Recorder recorder(step.run.transcript(), name, Transport::websocket);
  WebSocketOpening opening = openWebSocket(url, request, recorder, step.deadline());
  const HttpMessage& answer = opening.outcome.answer;
  if (!opening.outcome.answered()) return step.failure("an answer to the handshake", opening.outcome.words());
  if (StepResult failure = judgeAnswer(step, answer)) return failure;
  const bool mustSucceed = !step.has("expect") || answer.status == 101;
  if (mustSucceed && !opening.defect.empty())
    return step.failure("a successful opening handshake (status 101)",
                        answer.status == 101 ? opening.defect : answerWords(answer));
  auto party = std::make_unique<WebSocketParty>();
  party->notOpen = opening.defect;
  if (opening.defect.empty())
    party->socket = std::make_unique<WebSocket>(std::move(opening.connection), opening.rest, recorder,
                                                listenerOf(party->inbox));
  step.run.addParty(name, std::move(party));
  return std::nullopt;
}

StepResult webSocketSendStep(const Step& step) {
  WebSocketParty& party = partyOf(step);
  if (!party.socket && step.json.value("ifOpen", false)) return std::nullopt;
  if (!party.socket) return notOpen(step, party);
  const std::string content = step.content();
  const auto frames = framesOf(step, content);
  const std::string pieces = frames.size() > 1 ? " in " + std::to_string(frames.size()) + " frames" : "";
  party.socket->send(frames, "message" + pieces + " " + readableUtf8(shortened(content, 100)),
                     step.deadline());
  return std::nullopt;
}

StepResult webSocketSubscribeStep(const Step& step) {
  WebSocketParty& party = partyOf(step);
  if (!party.socket) return notOpen(step, party);
  // A later subscription on the same connection has a probe of its own: the earlier one's would prove
  // nothing.
  const int number = ++party.subscriptions;
  const std::string probeType = kProbeType + (number == 1 ? "" : "-" + std::to_string(number));
  Json message{{"action", "subscribe"}};
  message["eventTypes"] = step.value("eventTypes");
  message["eventTypes"].push_back(probeType);
  message["sessionId"] = step.text("sessionId", step.variables.text("${session}"));
  if (step.has("with")) message.update(step.value("with"));

  Frame frame;
  frame.payload = message.dump();
  const Deadline deadline = step.deadline();
  party.socket->send({frame}, "subscribe " + frame.payload, deadline);
  const std::string session = message["sessionId"].is_string() ? message["sessionId"].get<std::string>() : "";
  const auto refusal = Probe(step, probeType, session).untilOneArrives(party.inbox, deadline);
  if (!refusal) return std::nullopt;
  const auto came = party.inbox.afterTaken();
  return step.failure(
      "a subscription in force: a probe event arrives within " + std::to_string(step.timeout().count()) +
          " ms",
      *refusal + (came.empty() ? "" : "; what came last: " + readableUtf8(shortened(came.back().text, 300))));
}

StepResult webSocketPingStep(const Step& step) {
  WebSocketParty& party = partyOf(step);
  const bool barrier = step.json.value("barrier", false);
  if (!party.socket && barrier) return std::nullopt;  // nothing was sent
  if (!party.socket) return notOpen(step, party);
  Frame frame;
  frame.opcode = opcode::kPing;
  frame.payload = step.text("payload", "cast");
  party.socket->send({frame}, "ping " + frame.payload, step.deadline());
  const bool came = party.socket->awaitPong(frame.payload, step.deadline());
  Journal::seen(came ? 1 : 0);
  if (came || barrier) return std::nullopt;
  const std::string ended = party.inbox.ended();
  return step.failure("a pong with the bytes of the ping",
                      ended.empty() ? "none within the time limit" : ended);
}

StepResult webSocketStallStep(const Step& step) {
  const WebSocketParty& party = partyOf(step);
  if (!party.socket) return notOpen(step, party);
  party.socket->stall();
  return std::nullopt;
}

StepResult webSocketCloseStep(const Step& step) {
  WebSocketParty& party = partyOf(step);
  if (!party.socket) return notOpen(step, party);
  party.endedByUs = true;
  if (step.json.value("abrupt", false)) {
    party.socket->drop();
    return std::nullopt;
  }
  party.socket->sendClose(step.json.value("code", 1000), step.text("reason"), step.deadline());
  const auto end = party.socket->awaitEnd(step.deadline());
  Journal::seen(end ? 1 : 0);
  if (!end) return step.failure("an answering close frame", "none within the time limit");
  if (!end->defect.empty() || end->code == 1006)
    return step.failure("an answering close frame", end->words());
  return std::nullopt;
}

StepResult webSocketExpectCloseStep(const Step& step) {
  WebSocketParty& party = partyOf(step);
  if (!party.socket) return notOpen(step, party);
  const auto end = party.socket->awaitEnd(step.deadline());
  Journal::seen(end ? 1 : 0);
  if (!end) return step.failure("the subject closes the connection", "it is still open after the time limit");
  party.endedByUs = true;  // as it should: no need to explain it again
  if (step.has("code")) {
    const Expectation wanted = step.expectation(step.json.at("code"));
    if (!wanted.fits(end->code)) return step.failure("close code " + wanted.words(), end->words());
  }
  if (step.has("reason")) {
    const Expectation wanted = step.expectation(step.json.at("reason"));
    if (!wanted.fits(end->reason))
      return step.failure("a close reason that is " + wanted.words(), end->words());
  }
  return std::nullopt;
}

}  // namespace cast::conformance
