#include "engine/discovery.hpp"

#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/json_text.hpp"
#include "engine/subject.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {

Json discover(const Subject& subject) {
  const Deadline deadline = Deadline::in(std::max(subject.timeout, Milliseconds(2000)));
  const Url url = urlOf(subject.hub + "/.well-known/cast-configuration", subject);
  HttpRequest request;
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, subject.token);
  request.headers.add("Accept", "application/json");
  request.headers.add("Connection", "close");
  const Redaction redaction;
  Transcript unused(redaction);
  HttpExchange exchange(Connection::open(url.endpoint, deadline),
                        Recorder(unused, "discovery", Transport::http));
  exchange.send(request.bytes(), "GET " + url.target, deadline);
  const HttpOutcome outcome = exchange.readAnswer(deadline);
  if (!outcome.answered() || outcome.answer.status != 200) return nullptr;
  const JsonText document = readJson(outcome.answer.body);
  return document.defect.empty() && document.value->is_object() ? *document.value : Json();
}

}  // namespace cast::conformance
