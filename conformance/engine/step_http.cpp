#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "wire/http_exchange.hpp"

namespace cast::conformance {
namespace {

Url targetOf(const Step& step) {
  const Subject& subject = step.run.subject();
  if (step.has("path")) return urlOf(subject.hub + step.text("path"), subject);
  const std::string url = step.text("url");
  if (!url.starts_with('/')) return urlOf(url, subject);
  Url root = urlOf(subject.hub, subject);
  root.target = url;
  return root;
}

}  // namespace

StepResult httpStep(const Step& step) {
  const Url url = targetOf(step);
  const std::string method = step.text("method");
  const HttpRequest request = requestFor(step, url, method);
  const Deadline deadline = step.deadline();
  Endpoint endpoint = url.endpoint;
  if (step.json.value("plain", false)) endpoint.tls = false;
  HttpExchange exchange(Connection::open(endpoint, deadline),
                        Recorder(step.run.transcript(), "http", Transport::http), method == "HEAD");
  exchange.send(request.bytes(), method + " " + url.target, deadline);
  return judgeExchange(step, exchange.readAnswer(deadline));
}

StepResult rawStep(const Step& step) {
  const Subject& subject = step.run.subject();
  const Url url = urlOf(subject.hub, subject);
  const Deadline deadline = step.deadline();
  HttpExchange exchange(Connection::open(url.endpoint, deadline),
                        Recorder(step.run.transcript(), "raw", Transport::tcp));
  exchange.send(step.content(), "raw bytes", deadline);
  const HttpOutcome outcome = exchange.readAnswer(deadline);
  const bool mayClose = step.json.at("expect").value("closed", false);
  if (outcome.state == HttpOutcome::State::closed && mayClose) return std::nullopt;
  if (!outcome.answered())
    return step.failure(mayClose ? "an answer, or the connection's end" : "an answer", outcome.words());
  return judgeAnswer(step, outcome.answer);
}

}  // namespace cast::conformance
