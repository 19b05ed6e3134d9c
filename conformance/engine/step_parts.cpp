#include "engine/step_parts.hpp"

#include <nlohmann/json.hpp>

#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

using Expectations = std::vector<std::pair<std::string, const Json*>>;

void addMember(const Json& object, const char* member, const std::string& pointer, Expectations& found) {
  if (object.contains(member)) found.emplace_back(pointerTo(pointer, member), &object.at(member));
}

void addAnswer(const Json& expect, Expectations& found) {
  for (const char* member : {"status", "json", "text"}) addMember(expect, member, "/expect", found);
  if (!expect.contains("headers")) return;
  for (const auto& [name, schema] : expect.at("headers").items())
    found.emplace_back(pointerTo("/expect/headers", name), &schema);
}

std::string text(const Json& step, const char* member) {
  return step.contains(member) ? (step.at(member).is_string() ? step.at(member).get<std::string>()
                                                              : compact(step.at(member), 160))
                               : "";
}

std::string content(const Json& step) {
  const std::string body = text(step, "json") + text(step, "body");
  return body.empty() ? "bytes" : shortened(body, 160);
}

std::string token(const Json& step) {
  const std::string name = text(step, "token");
  if (name.empty() || name == "default") return "";
  if (name == "none") return " without a token";
  return name == "read" || name == "expired" ? " with the " + name + " token" : " with another token";
}

std::string eventTypes(const Json& step) {
  std::string words;
  if (step.contains("eventTypes"))
    for (const auto& type : step.at("eventTypes"))
      words += (words.empty() ? "" : ", ") + type.get<std::string>();
  return words.empty() ? "" : " for " + words;
}

std::string clientWords(const Json& step, const std::string& kind) {
  const std::string on = text(step, "on");
  if (kind == "hub.open") return "a hub of the runner's, " + text(step, "as");
  if (kind == "hub.answer") return on + " answers " + text(step, "to") + " with " + text(step, "with");
  if (kind == "hub.away") return on + " goes away";
  if (kind == "hub.back") return on + " is back";
  if (kind == "hub.notify") return on + " notifies the client: " + content(step);
  if (kind == "hub.send") return on + " sends raw bytes: " + content(step);
  if (kind == "hub.ping")
    return step.value("barrier", false) ? "wait until what the client sent before is read"
                                        : on + " pings the client";
  if (kind == "hub.close") return on + " closes the client's connections";
  if (kind == "hub.expect-attempts") return text(step, "count") + " attempts to connect to " + on;
  if (kind == "hub.expect-published")
    return "all of the client's events at " + on + (step.value("barrier", false) ? "" : ", each once");
  if (kind == "client.start") return "start the client " + text(step, "as");
  if (kind == "client.input") return "to the client's standard input: " + content(step);
  if (kind == "client.shows") return "the client shows the effect of " + text(step, "marker");
  return "the client's end" + (step.contains("signal") ? " after " + text(step, "signal") : "");
}

std::string inboxWords(const Json& step, const std::string& kind) {
  const std::string from = text(step, "from");
  if (kind == "expect") return "a message at " + from;
  if (kind == "expect-none") return "no such message at " + from;
  if (kind == "expect-count") return text(step, "count") + " such messages at " + from;
  return "messages in order at " + from +
         (step.contains("sameAs") ? ", the same as at " + text(step, "sameAs") : "");
}

}  // namespace

Expectations expectationsOf(const Json& step) {
  const std::string kind = step.at("do");
  Expectations found;
  if (step.contains("expect")) addAnswer(step.at("expect"), found);
  if (step.contains("until")) addMember(step.at("until"), "json", "/until", found);
  for (const char* member : {"id", "request", "where", "code", "reason"})
    if (kind.starts_with("expect") || kind == "websocket.expect-close") addMember(step, member, "", found);
  if (kind == "expect" || kind == "expect-none" || kind == "expect-count" || kind == "compare")
    addMember(step, "json", "", found);
  if (kind == "client.end") addMember(step, "exit", "", found);
  if (kind == "expect-order" && step.contains("json"))
    for (std::size_t i = 0; i < step.at("json").size(); ++i)
      found.emplace_back(pointerTo("/json", i), &step.at("json")[i]);
  return found;
}

Json ownParts(const Json& step) {
  Json own = step;
  own.erase("steps");
  own.erase("branches");
  return own;
}

std::string stepWords(const Json& step) {
  if (step.contains("note")) return text(step, "note");
  const std::string kind = step.at("do");
  const std::string on = text(step, "on");
  const std::string as = text(step, "as");
  if (kind == "http")
    return text(step, "method") + " " + text(step, "path") + text(step, "url") + token(step) +
           (step.contains("kept") ? ", on the kept connection " + text(step, "kept") : "") +
           (step.value("plain", false) ? " in plain text" : "") +
           (step.value("chunked", false) ? " in chunks" : "");
  if (kind == "raw") return "raw bytes on a fresh connection: " + content(step);
  if (kind == "websocket.open") return "open the WebSocket " + as + token(step);
  if (kind == "websocket.send") return "send on " + on + ": " + content(step);
  if (kind == "websocket.subscribe") return "subscribe on " + on + eventTypes(step);
  if (kind == "websocket.ping")
    return step.value("barrier", false) ? "wait until what was sent on " + on + " was read" : "ping on " + on;
  if (kind == "websocket.stall" || kind == "sse.stall") return on + " reads no more";
  if (kind == "websocket.close") return "close " + on;
  if (kind == "websocket.expect-close") return "the subject closes " + on;
  if (kind == "sse.open") return "open the event stream " + as + eventTypes(step) + token(step);
  if (kind == "sse.close") return "drop the event stream " + on;
  if (kind == "callback.open")
    return "open the callback server " + as +
           (step.contains("certificate") ? " with a certificate of the kind " + text(step, "certificate")
                                         : "") +
           (step.value("held", false) ? " which holds its answers back" : "");
  if (kind == "callback.release") return on + " answers what it was sent, and from now on at once";
  if (kind == "callback.settle") return "wait until " + on + " was called, and nobody tries any more";
  if (kind == "tls.open")
    return "offer TLS " + text(step, "version") + " alone, which is " + text(step, "expect");
  if (kind.starts_with("expect")) return inboxWords(step, kind);
  if (kind.starts_with("hub.") || kind.starts_with("client.")) return clientWords(step, kind);
  if (kind == "set") return "set " + text(step, "name");
  if (kind == "compare") return "compare " + text(step, "value");
  if (kind == "repeat")
    return "repeat " + (step.contains("times")
                            ? text(step, "times") + " times"
                            : "until a message comes at " + step.at("until").at("from").get<std::string>());
  if (kind == "concurrently") return std::to_string(step.at("branches").size()) + " things side by side";
  return "measure " + text(step, "name");
}

}  // namespace cast::conformance
