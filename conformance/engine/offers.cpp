#include "engine/offers.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "engine/answer.hpp"
#include "engine/subject.hpp"
#include "engine/websocket_opening.hpp"
#include "wire/http_exchange.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {
namespace {

constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr int kNotImplemented = 501;

bool isServed(const HttpOutcome& outcome) {
  if (!outcome.answered()) return false;
  const int status = outcome.answer.status;
  return status != kNotFound && status != kMethodNotAllowed && status != kNotImplemented;
}

HttpOutcome ask(const Subject& subject, const std::string& address, const std::string& accept) {
  const Deadline deadline = Deadline::in(subject.timeout);
  const Url url = urlOf(address, subject);
  HttpRequest request;
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, subject.token);
  request.headers.add("Accept", accept);
  const Redaction redaction;
  Transcript unused(redaction);
  HttpExchange exchange(Connection::open(url.endpoint, deadline), Recorder(unused, "offer", Transport::http));
  exchange.send(request.bytes(), "GET " + url.target, deadline);
  return exchange.readHead(deadline);
}

/// An address for events takes POST, so it is there even where GET is refused.
bool offersHttp(const Subject& subject) {
  const HttpOutcome outcome = ask(subject, subject.hub + "/event", "application/json");
  return outcome.answered() && outcome.answer.status != kNotFound;
}

bool offersWebSocket(const Subject& subject) {
  const Url url = urlOf(subject.webSocketUrl, subject);
  HttpRequest request;
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, subject.token);
  addHandshake(request);
  const Redaction redaction;
  Transcript unused(redaction);
  return openWebSocket(url, request, Recorder(unused, "offer", Transport::websocket),
                       Deadline::in(subject.timeout))
      .defect.empty();
}

bool offersEventStream(const Subject& subject) {
  const HttpOutcome outcome =
      ask(subject, subject.sseUrl() + "?sessionId=cast-offer&eventTypes=patient-open", "text/event-stream");
  return isServed(outcome) &&
         outcome.answer.headers.find("Content-Type").value_or("").starts_with("text/event-stream");
}

}  // namespace

std::vector<std::string> offers(const Subject& subject, const std::vector<std::string>& candidates) {
  static const std::map<std::string, bool (*)(const Subject&)> questions{
      {"http", &offersHttp}, {"websocket", &offersWebSocket}, {"sse", &offersEventStream}};
  std::vector<std::string> offered;
  for (const auto& candidate : candidates) {
    const auto question = questions.find(candidate);
    if (question == questions.end()) continue;
    try {
      if (question->second(subject)) offered.push_back(candidate);
    } catch (const std::runtime_error&) {  // it can't be reached there: not offered
      continue;
    }
  }
  return offered;
}

}  // namespace cast::conformance
