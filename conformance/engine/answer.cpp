#include "engine/answer.hpp"

#include <Poco/NumberFormatter.h>
#include <Poco/String.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/json_text.hpp"
#include "engine/step.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"
#include "wire/network_failure.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr int kTooManyRequests = 429;  // RFC 6585, 4
constexpr const char* kAskedTooOften =
    "the subject limits how often it is asked (429): raise its limit for the test, or lower --jobs";

StepResult judgeHeaders(const Step& step, const HttpMessage& answer) {
  for (const auto& [name, schema] : step.json.at("expect").at("headers").items()) {
    const auto value = answer.headers.find(name);
    const Expectation wanted = step.expectation(schema);
    const bool absent = schema.is_boolean() && !schema.get<bool>();
    if (absent ? !value : value && wanted.fits(*value)) continue;
    return step.failure("the header " + name + ": " + wanted.words(),
                        (value ? name + ": " + *value : "no header " + name) + " in " + answerWords(answer));
  }
  return std::nullopt;
}

StepResult judgeJson(const Step& step, const HttpMessage& answer) {
  const Expectation wanted = step.expectation(step.json.at("expect").at("json"));
  const JsonText body = readJson(answer.body);
  if (!body.defect.empty())
    return step.failure("a body that is " + wanted.words(), answerWords(answer) + " - " + body.defect);
  const auto mismatch = wanted.mismatch(*body.value);
  if (!mismatch) return std::nullopt;
  return step.failure("a body that is " + wanted.words(), mismatch->words + " in " + answerWords(answer),
                      mismatch->pointer);
}

}  // namespace

Url urlOf(const std::string& text, const Subject& subject) {
  const auto url = parseUrl(text, subject.caFile);
  if (!url) throw VariableFault("'" + text + "' is no URL of http(s) or ws(s)");
  return *url;
}

void addCommonHeaders(HttpRequest& request, const Endpoint& endpoint, const std::string& token) {
  request.headers.add("Host", endpoint.authority());
  request.headers.add("User-Agent", "cast-conformance");
  if (!token.empty()) request.headers.add("Authorization", "Bearer " + token);
}

/// RFC 9112, section 7.1: in pieces that end anywhere, the first of a single byte.
std::string inChunks(std::string_view body) {
  std::string chunks;
  std::size_t size = 1;
  for (; !body.empty(); body.remove_prefix(std::min(size, body.size())), size = size * 3 + 7)
    chunks.append(Poco::NumberFormatter::formatHex(std::min(size, body.size())))
        .append("\r\n")
        .append(body.substr(0, size))
        .append("\r\n");
  return chunks + "0\r\n\r\n";
}

HttpRequest requestFor(const Step& step, const Url& url, const std::string& method) {
  HttpRequest request;
  request.method = method;
  request.target = url.target;
  addCommonHeaders(request, url.endpoint, step.token());
  request.headers.add("Accept", "*/*");
  if (!step.has("kept")) request.headers.add("Connection", "close");
  if (step.hasContent()) {
    request.body = step.content();
    request.headers.add("Content-Type", "application/json");
    if (step.json.value("chunked", false)) {
      request.headers.add("Transfer-Encoding", "chunked");
      request.body = inChunks(request.body);
    } else {
      request.headers.add("Content-Length", std::to_string(request.body.size()));
    }
  }
  if (step.has("headers"))
    for (const auto& [name, value] : step.json.at("headers").items())
      request.headers.set(name, step.variables.text(value.get<std::string>()));
  return request;
}

StepResult judgeAnswer(const Step& step, const HttpMessage& answer) {
  if (!step.has("expect")) return std::nullopt;
  const Json& expect = step.json.at("expect");
  if (expect.contains("status")) {
    const Expectation wanted = step.expectation(expect.at("status"));
    if (answer.status == kTooManyRequests && !wanted.fits(answer.status))
      throw NetworkFailure(kAskedTooOften);
    if (!wanted.fits(answer.status)) return step.failure("status " + wanted.words(), answerWords(answer));
  }
  if (expect.contains("headers"))
    if (StepResult failure = judgeHeaders(step, answer)) return failure;
  if (expect.contains("json"))
    if (StepResult failure = judgeJson(step, answer)) return failure;
  if (expect.contains("text")) {
    const Expectation wanted = step.expectation(expect.at("text"));
    if (!wanted.fits(readableUtf8(answer.body)))
      return step.failure("a text that is " + wanted.words(), answerWords(answer));
  }
  return std::nullopt;
}

StepResult judgeExchange(const Step& step, const HttpOutcome& outcome) {
  if (!outcome.answered() && step.json.value("plain", false)) return std::nullopt;
  if (!outcome.answered()) return step.failure("an answer", outcome.words());
  const HttpMessage& answer = outcome.answer;
  const bool refused = answer.status >= 400 && answer.status <= 499;
  if (refused && step.json.value("mayRefuse", false)) throw NothingFurther();
  if (StepResult failure = judgeAnswer(step, answer)) return failure;
  return bindAnswer(step, answer);
}

StepResult judgeRaw(const Step& step, const HttpOutcome& outcome) {
  const bool mayClose = step.json.at("expect").value("closed", false);
  const bool maySayNothing = step.json.at("expect").value("silent", false);
  if (outcome.state == HttpOutcome::State::closed && mayClose) return std::nullopt;
  if (outcome.state == HttpOutcome::State::timedOut && maySayNothing) return std::nullopt;
  if (!outcome.answered())
    return step.failure(mayClose ? "an answer, or the connection's end" : "an answer", outcome.words());
  return judgeAnswer(step, outcome.answer);
}

std::string answerWords(const HttpMessage& answer) {
  const std::string body = Poco::trim(readableUtf8(shortened(answer.body, 400)));
  return answer.summary() + (body.empty() ? "" : ": " + body);
}

StepResult bindAnswer(const Step& step, const HttpMessage& answer) {
  if (!step.has("bind")) return std::nullopt;
  const JsonText body = readJson(answer.body);
  if (!body.defect.empty()) return step.failure("a JSON body", answerWords(answer) + " - " + body.defect);
  return step.bind(*body.value);
}

}  // namespace cast::conformance
