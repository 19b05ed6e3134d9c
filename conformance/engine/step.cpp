#include "engine/step.hpp"

#include <Poco/Ascii.h>
#include <Poco/Base64Decoder.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/check_run.hpp"
#include "engine/playback.hpp"
#include "engine/profile.hpp"
#include "engine/step_parts.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {
namespace {

std::string fromBase64(const std::string& text) {
  std::istringstream stream(text);
  Poco::Base64Decoder decoder(stream);
  return {std::istreambuf_iterator<char>(decoder), std::istreambuf_iterator<char>()};
}

/// Of the same length, and in its last character another.
std::string withAnotherEnd(std::string token) {
  if (!token.empty()) token.back() = token.back() == 'x' ? 'y' : 'x';
  return token;
}

/// Upper case for lower and lower for upper.
std::string recased(std::string token) {
  for (char& c : token) {
    if (Poco::Ascii::isAlpha(c)) c = static_cast<char>(c ^ 0x20);
  }
  return token;
}

}  // namespace

StepResult Step::execute() {
  if (run.playback() != nullptr)
    if (const PlayedStep played = playedStep(json.at("do").get<std::string>())) return played(*this);
  static const std::map<std::string, StepResult (*)(const Step&)> kinds{
      {"http", &httpStep},
      {"raw", &rawStep},
      {"websocket.open", &webSocketOpenStep},
      {"websocket.send", &webSocketSendStep},
      {"websocket.subscribe", &webSocketSubscribeStep},
      {"websocket.ping", &webSocketPingStep},
      {"websocket.stall", &webSocketStallStep},
      {"websocket.close", &webSocketCloseStep},
      {"websocket.expect-close", &webSocketExpectCloseStep},
      {"sse.open", &streamOpenStep},
      {"sse.stall", &streamStallStep},
      {"sse.close", &streamCloseStep},
      {"callback.open", &callbackOpenStep},
      {"callback.release", &callbackReleaseStep},
      {"callback.settle", &callbackSettleStep},
      {"tls.open", &tlsOpenStep},
      {"expect", &expectStep},
      {"expect-none", &expectNoneStep},
      {"expect-count", &expectCountStep},
      {"expect-order", &expectOrderStep},
      {"set", &setStep},
      {"compare", &compareStep},
      {"repeat", &repeatStep},
      {"concurrently", &concurrentlyStep},
      {"measure", &measureStep},
      {"hub.open", &hubOpenStep},
      {"hub.answer", &hubAnswerStep},
      {"hub.away", &hubAwayStep},
      {"hub.back", &hubBackStep},
      {"hub.notify", &hubNotifyStep},
      {"hub.send", &hubSendStep},
      {"hub.ping", &hubPingStep},
      {"hub.close", &hubCloseStep},
      {"hub.expect-attempts", &hubExpectAttemptsStep},
      {"hub.expect-published", &hubExpectPublishedStep},
      {"client.start", &clientStartStep},
      {"client.input", &clientInputStep},
      {"client.shows", &clientShowsStep},
      {"client.end", &clientEndStep},
  };
  return kinds.at(json.at("do").get<std::string>())(*this);
}

bool Step::has(const char* member) const { return json.contains(member); }

std::string Step::text(const char* member, const std::string& otherwise) const {
  return has(member) ? variables.text(json.at(member).get<std::string>()) : otherwise;
}

Json Step::value(const char* member) const { return has(member) ? variables.value(json.at(member)) : Json(); }

Milliseconds Step::timeout() const {
  return std::max(run.subject().timeout, Milliseconds(json.value("timeoutMs", 0)));
}

Deadline Step::deadline() const {
  return Deadline::in(run.playback() == nullptr ? timeout() : Milliseconds(0));
}

Expectation Step::expectation(const Json& schema) const {
  return Expectation(schema, *run.check().profile->definitions, variables);
}

std::string Step::token() const {
  const std::string name = text("token", "default");
  if (name == "default") return run.subject().token;
  if (name == "none") return {};
  if (name == "read") return run.subject().readToken;
  if (name == "expired") return run.subject().expiredToken;
  std::string literal = name;
  const std::string& own = run.subject().token;
  if (name == "extended") literal = own + "x";
  if (name == "shortened") literal = own.substr(0, own.size() - 1);
  if (name == "prefixed") literal = "x" + own;
  if (name == "altered") literal = withAnotherEnd(own);
  if (name == "recased") literal = recased(own) == own ? withAnotherEnd(own) : recased(own);
  run.redaction().add(literal);
  return literal;
}

std::string Step::content() const {
  if (has("json")) return value("json").dump();
  return has("base64") ? fromBase64(text("base64")) : text("body");
}

bool Step::hasContent() const { return has("json") || has("body") || has("base64"); }

StepResult Step::bind(const Json& from) const {
  if (!has("bind")) return std::nullopt;
  for (const auto& [name, path] : json.at("bind").items()) {
    const Json* found = valueAt(from, path.get<std::string>());
    if (found == nullptr)
      return failure("a value at " + path.get<std::string>(), compact(from), path.get<std::string>());
    variables.set(name, *found);
  }
  return std::nullopt;
}

Failure Step::failure(const std::string& expected, const std::string& observed, const std::string& at) const {
  return {pointer, stepWords(json), expected, observed, at};
}

}  // namespace cast::conformance
