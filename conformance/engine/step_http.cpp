#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"
#include "wire/http_exchange.hpp"

namespace cast::conformance {
namespace {

Url targetOf(const Step& step) {
  const Subject& subject = step.run.subject();
  if (step.has("path"))
    return urlOf(subject.hub + step.variables.path(step.json.at("path").get<std::string>()), subject);
  const std::string url = step.text("url");
  if (!url.starts_with('/')) return urlOf(url, subject);
  Url root = urlOf(subject.hub, subject);
  root.target = url;
  return root;
}

bool mayBeKept(HttpExchange& exchange, const HttpMessage& answer) {
  return exchange.isAtItsEnd() && !answer.headers.lists("Connection", "close");
}

/// On the step's kept connection as long as the subject keeps it too: it may end one at any time, and where
/// it did so before a request was answered, that request is sent on a fresh one.
HttpOutcome exchangeOnKept(const Step& step, const Url& url, const HttpRequest& request,
                           const Deadline& deadline) {
  const Recorder recorder(step.run.transcript(), "http", Transport::http);
  const std::string summary = request.method + " " + url.target;
  KeptConnection& kept = step.run.kept(step.text("kept"));
  auto connection = kept.take();
  bool fresh = !connection;
  recorder.note(fresh ? "on a fresh connection" : "on the kept connection " + step.text("kept"));
  for (;;) {
    if (!connection) connection = Connection::open(url.endpoint, deadline);
    HttpExchange exchange(std::move(connection), recorder, request.method == "HEAD");
    exchange.send(request.bytes(), summary, deadline);
    if (!fresh && exchange.readHead(deadline).state == HttpOutcome::State::closed) {
      recorder.note("the subject ended the kept connection; again on a fresh one");
      fresh = true;
      continue;
    }
    HttpOutcome outcome = exchange.readAnswer(deadline);
    if (outcome.answered() && mayBeKept(exchange, outcome.answer)) kept.keep(exchange.takeConnection());
    return outcome;
  }
}

HttpOutcome exchangeOnce(const Step& step, const Url& url, const HttpRequest& request,
                         const Deadline& deadline) {
  Endpoint endpoint = url.endpoint;
  if (step.json.value("plain", false)) endpoint.tls = false;
  HttpExchange exchange(Connection::open(endpoint, deadline),
                        Recorder(step.run.transcript(), "http", Transport::http), request.method == "HEAD");
  exchange.send(request.bytes(), request.method + " " + url.target, deadline);
  return exchange.readAnswer(deadline);
}

}  // namespace

StepResult httpStep(const Step& step) {
  const Url url = targetOf(step);
  const HttpRequest request = requestFor(step, url, step.text("method"));
  const Deadline deadline = step.deadline();
  const HttpOutcome outcome = step.has("kept") ? exchangeOnKept(step, url, request, deadline)
                                               : exchangeOnce(step, url, request, deadline);
  return judgeExchange(step, outcome);
}

StepResult rawStep(const Step& step) {
  const Subject& subject = step.run.subject();
  const Url url = urlOf(subject.hub, subject);
  const Deadline deadline = step.deadline();
  HttpExchange exchange(Connection::open(url.endpoint, deadline),
                        Recorder(step.run.transcript(), "raw", Transport::tcp));
  exchange.send(step.content(), "raw bytes", deadline);
  return judgeRaw(step, exchange.readAnswer(deadline));
}

}  // namespace cast::conformance
