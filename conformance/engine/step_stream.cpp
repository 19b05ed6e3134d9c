#include <Poco/String.h>

#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/journal.hpp"
#include "engine/json_text.hpp"
#include "engine/party.hpp"
#include "engine/probe.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/stream_step.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {

bool probes(const Step& step) { return step.has("eventTypes") && step.json.value("probe", true); }

bool isStream(const HttpMessage& answer) {
  return answer.status == 200 &&
         answer.headers.find("Content-Type").value_or("").starts_with("text/event-stream");
}

std::shared_ptr<const Json> requestJson(const HttpMessage& request) {
  Json headers = Json::object();
  for (const auto& field : request.headers.fields())
    headers[Poco::toLower(field.name)] = request.headers.find(field.name).value_or("");
  return std::make_shared<const Json>(
      Json{{"method", request.method}, {"target", request.target}, {"headers", std::move(headers)}});
}

namespace {

std::string sessionOf(const Step& step) { return step.text("sessionId", step.variables.text("${session}")); }

/// A stream of a subscription made before (query subscriptionId) brings its session along.
bool namesSession(const Step& step) {
  return step.has("sessionId") || !step.has("query") || !step.json.at("query").contains("subscriptionId");
}

std::string streamUrl(const Step& step) {
  std::string url = step.run.subject().sseUrl();
  const auto add = [&](const std::string& name, const std::string& value) {
    url += (url.find('?') == std::string::npos ? "?" : "&") + queryEncoded(name) + "=" + queryEncoded(value);
  };
  if (namesSession(step)) add("sessionId", sessionOf(step));
  std::string types;
  if (step.has("eventTypes"))
    for (const auto& type : step.value("eventTypes"))
      types += (types.empty() ? "" : ",") + type.get<std::string>();
  if (probes(step)) types += (types.empty() ? "" : ",") + std::string(kProbeType);
  if (step.has("eventTypes")) add("eventTypes", types);
  if (step.has("query"))
    for (const auto& [name, value] : step.json.at("query").items())
      add(name, step.variables.text(value.get<std::string>()));
  return url;
}

HttpRequest streamRequest(const Step& step, const Url& url) {
  HttpRequest request;
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, step.token());
  request.headers.add("Accept", "text/event-stream");
  request.headers.add("Cache-Control", "no-cache");
  if (step.has("lastEventId")) request.headers.add("Last-Event-ID", step.text("lastEventId"));
  if (step.has("headers"))
    for (const auto& [name, value] : step.json.at("headers").items())
      request.headers.set(name, step.variables.text(value.get<std::string>()));
  return request;
}

std::unique_ptr<StreamParty> openParty(std::unique_ptr<HttpExchange> exchange, const Recorder& recorder) {
  auto party = std::make_unique<StreamParty>();
  Inbox& inbox = party->inbox;
  party->stream = std::make_unique<EventStream>(
      std::move(exchange), recorder,
      EventStream::Listener{
          [&inbox](const StreamEvent& event) { inbox.deliver(event.data, event.id, event.type); },
          [&inbox](const std::string& how) { inbox.end(how); }});
  return party;
}

}  // namespace

StepResult streamOpenStep(const Step& step) {
  const std::string name = step.text("as");
  const Url url = urlOf(streamUrl(step), step.run.subject());
  const Recorder recorder(step.run.transcript(), name, Transport::sse);
  const Deadline deadline = step.deadline();
  auto exchange = std::make_unique<HttpExchange>(Connection::open(url.endpoint, deadline), recorder);
  exchange->send(streamRequest(step, url).bytes(), "GET " + url.target, deadline);
  HttpOutcome outcome = exchange->readHead(deadline);
  const bool stream = outcome.answered() && isStream(outcome.answer);
  if (stream)
    exchange->recordHead();
  else
    outcome = exchange->readAnswer(deadline);

  if (!outcome.answered()) return step.failure("an answer", outcome.words());
  if (StepResult failure = judgeAnswer(step, outcome.answer)) return failure;
  if (!stream && !step.has("expect"))
    return step.failure("status 200 and Content-Type text/event-stream", answerWords(outcome.answer));
  auto party = stream ? openParty(std::move(exchange), recorder) : std::make_unique<StreamParty>();
  if (!stream) party->notOpen = answerWords(outcome.answer);
  Inbox& inbox = party->inbox;
  if (!stream) inbox.end("no stream was opened: " + party->notOpen);
  step.run.addParty(name, std::move(party));
  if (!stream || !probes(step)) return std::nullopt;
  const auto refusal = Probe(step, kProbeType, sessionOf(step)).untilOneArrives(inbox, deadline);
  if (!refusal) return std::nullopt;
  return step.failure(
      "a stream in force: a probe event arrives within " + std::to_string(step.timeout().count()) + " ms",
      *refusal);
}

namespace {

StreamParty& streamOn(const Step& step) {
  return dynamic_cast<StreamParty&>(step.run.party(step.text("on")));
}

}  // namespace

StepResult streamStallStep(const Step& step) {
  const StreamParty& party = streamOn(step);
  if (!party.stream)
    return step.failure("the open event stream " + step.text("on"), "it is not open: " + party.notOpen);
  party.stream->stall();
  return std::nullopt;
}

StepResult streamCloseStep(const Step& step) {
  StreamParty& party = streamOn(step);
  party.endedByUs = true;
  if (party.stream) party.stream->drop();
  return std::nullopt;
}

}  // namespace cast::conformance
