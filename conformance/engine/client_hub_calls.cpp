// The HTTP resources of the runner's hub, and how it opens WebSockets and event streams.
#include <Poco/DateTimeFormatter.h>
#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>
#include <Poco/Timestamp.h>
#include <Poco/URI.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/client_hub.hpp"
#include "engine/json_text.hpp"
#include "wire/websocket.hpp"

namespace cast::conformance {
namespace {

constexpr const char* kBasePath = "/cast/v1";

std::string base64Url(const std::string& text) {
  std::string encoded = base64Of(text);
  for (char& c : encoded) c = c == '+' ? '-' : c == '/' ? '_' : c;
  encoded.erase(encoded.find_last_not_of('=') + 1);
  return encoded;
}

HubAnswer answered(int status, const std::string& body, const std::string& type = "application/json",
                   const std::string& further = "") {
  const auto known = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status);
  const std::string line = std::to_string(status) + " " + Poco::Net::HTTPResponse::getReasonForStatus(known);
  HubAnswer answer;
  answer.summary = line;
  answer.bytes = "HTTP/1.1 " + line + "\r\nAccess-Control-Allow-Origin: *\r\n" + further;
  if (!body.empty()) answer.bytes += "Content-Type: " + type + "\r\n";
  answer.bytes +=
      (status == 204 ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" + body;
  return answer;
}

/// The answer that a script asks for.
HubAnswer answered(const ClientHub::Script& script) {
  if (script.status > 0) return answered(script.status, R"({"detail":"This answer is part of the check."})");
  HubAnswer answer;
  answer.then = script.status == 0 ? HubAnswer::Then::cut : HubAnswer::Then::silence;
  return answer;
}

bool isText(const Json& json, const char* member) {
  return json.is_object() && json.contains(member) && json.at(member).is_string() &&
         !json.at(member).get_ref<const std::string&>().empty();
}

std::string subscriptionDefect(const Json& json) {
  if (!json.is_object()) return "the body is no JSON object";
  if (!isText(json, "sessionId")) return "`sessionId` is missing";
  if (!json.contains("eventTypes") || !json.at("eventTypes").is_array() || json.at("eventTypes").empty())
    return "`eventTypes` is missing";
  for (const auto& type : json.at("eventTypes"))
    if (!type.is_string()) return "`eventTypes` holds something that is no string";
  return "";
}

Json requestOf(const HttpMessage& request) {
  Json headers = Json::object();
  for (const auto& field : request.headers.fields())
    headers[Poco::toLower(field.name)] = request.headers.find(field.name).value_or("");
  return {{"method", request.method}, {"target", request.target}, {"headers", std::move(headers)}};
}

/// "Bearer", in any case (RFC 9110, 11.1), and the token.
bool isBearer(const std::string& credentials, const std::string& token) {
  const std::size_t end = credentials.find(' ');
  if (end == std::string::npos || Poco::icompare(credentials.substr(0, end), "Bearer") != 0) return false;
  return Poco::trimLeft(credentials.substr(end)) == token;
}

/// Resources that hubs show to everybody.
bool needsNoToken(const std::string& path) {
  return path == "/health" || path == "/metrics" || path.starts_with("/.well-known/");
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kSecret = 8;  // a shorter token may stand anywhere by chance

}  // namespace

JsonText readMessage(std::string_view text) {
  JsonText read = readJson(text);
  if (read.defect.empty() && text.starts_with(kByteOrderMark))
    read.defect = "it begins with a byte order mark, which JSON must not (RFC 8259, 8.1)";
  return read;
}

std::string eventDefect(const Json& event) {
  if (!event.is_object()) return "it is no JSON object";
  for (const char* member : {"eventType", "timestamp", "source", "sessionId"})
    if (!isText(event, member)) return std::string("`") + member + "` is missing";
  return event.contains("payload") ? "" : "`payload` is missing";
}

ClientHub::Call ClientHub::callOf(HubServer::Peer peer, const HttpMessage& request) const {
  Call call{peer, request, {}, {}, {}};
  try {
    const Poco::URI uri(request.target);
    call.path = uri.getPath();
    for (const auto& [name, value] : uri.getQueryParameters()) call.query[name] = value;
  } catch (const Poco::Exception&) {
    call.path = request.target;
  }
  if (call.path.starts_with(kBasePath)) call.path.erase(0, std::string(kBasePath).size());
  call.token = tokenIn(call);
  return call;
}

std::string ClientHub::tokenIn(const Call& call) const {
  const HttpHeaders& headers = call.request.headers;
  if (const auto header = headers.find("Authorization"))
    return isBearer(*header, conduct_.token) ? "header" : "wrong";
  if (headers.lists("Sec-WebSocket-Protocol", "bearer." + base64Url(conduct_.token))) return "subprotocol";
  const auto query = call.query.find("access_token");
  if (query == call.query.end()) return needsNoToken(call.path) ? "not needed" : "none";
  return query->second == conduct_.token ? "query" : "wrong";
}

/// Whatever the parameter is called, and beside a header too.
bool ClientHub::isInUrl(const Call& call) const {
  return std::any_of(call.query.begin(), call.query.end(),
                     [&](const auto& each) { return each.second == conduct_.token; });
}

bool ClientHub::holdsToken(const Json& event) const {
  return conduct_.token.size() >= kSecret && event.dump().find(conduct_.token) != std::string::npos;
}

HubAnswer ClientHub::onRequest(HubServer::Peer peer, const HttpMessage& request) {
  if (request.method == "OPTIONS")
    return answered(
        204, "", "",
        "Access-Control-Allow-Methods: GET, POST, DELETE\r\n"
        "Access-Control-Allow-Headers: Authorization, Content-Type, Last-Event-ID, Cache-Control\r\n");
  return route(callOf(peer, request));
}

HubAnswer ClientHub::route(const Call& call) {
  const std::string& method = call.request.method;
  if (method == "POST" && call.path == "/subscribe") return subscribe(call);
  if (method == "DELETE" && call.path.starts_with("/subscribe/")) return unsubscribe(call);
  if (method == "POST" && call.path == "/event") return publish(call);
  if (method == "GET" && call.path == "/ws") return openWebSocket(call);
  if (method == "GET" && call.path == conduct_.ssePath) return openStream(call);
  return refuse(call, "request", "http", 404, "This hub has no such resource.");
}

/// Records the call and answers it with an error.
HubAnswer ClientHub::refuse(const Call& call, const std::string& what, const std::string& via, int status,
                            const std::string& why) {
  Json json = record(what, via, call);
  json["status"] = status;
  if (what != "request") json["refused"] = why;
  if (const auto body = readJson(call.request.body); body.defect.empty()) json["json"] = *body.value;
  file(json);
  return answered(status, Json{{"detail", why}}.dump(), "application/problem+json",
                  status == 401 ? "WWW-Authenticate: Bearer realm=\"cast\"\r\n" : "");
}

HubAnswer ClientHub::subscribe(const Call& call) {
  if (call.token == "none" || call.token == "wrong")
    return refuse(call, "subscribe", "http", 401, "A token is needed.");
  const JsonText body = readMessage(call.request.body);
  const std::string defect = body.defect.empty() ? subscriptionDefect(*body.value) : body.defect;
  if (!defect.empty()) return refuse(call, "subscribe", "http", 400, defect);
  Json json = record("subscribe", "http", call);
  json["json"] = *body.value;
  const auto script = scripted("subscribe");
  json["status"] = script ? script->status : 201;
  if (script) {
    file(json);
    return answered(*script);
  }
  Subscription subscription{body.value->value("subscriptionId", ""), "http", 0,
                            isText(*body.value, "callbackUrl") ? body.value->value("callbackUrl", "") : ""};
  const std::string id = add(std::move(subscription));
  json["subscriptionId"] = id;
  json["forgotten"] = forgotten(*body.value);
  file(json);
  return answered(201, Json{{"subscriptionId", id}, {"expires", expiry()}}.dump(), "application/json",
                  "Location: " + url() + "/subscribe/" + id + "\r\n");
}

HubAnswer ClientHub::unsubscribe(const Call& call) {
  if (call.token == "none" || call.token == "wrong")
    return refuse(call, "unsubscribe", "http", 401, "A token is needed.");
  const std::string id = call.path.substr(std::string("/subscribe/").size());
  std::size_t ended = 0;
  {
    const std::scoped_lock lock(mutex_);
    ended = std::erase_if(subscriptions_, [&](const Subscription& each) { return each.id == id; });
  }
  Json json = record("unsubscribe", "http", call);
  json["subscriptionId"] = id;
  json["status"] = ended > 0 ? 204 : 404;
  file(json);
  return answered(ended > 0 ? 204 : 404, "");
}

HubAnswer ClientHub::publish(const Call& call) {
  if (call.token == "none" || call.token == "wrong")
    return refuse(call, "publish", "http", 401, "A token is needed.");
  const JsonText body = readMessage(call.request.body);
  const std::string defect = body.defect.empty() ? eventDefect(*body.value) : body.defect;
  Json json = record("publish", "http", call);
  json["event"] = *body.value;
  if (holdsToken(*body.value)) json["tokenInEvent"] = true;
  const auto script = defect.empty() ? scripted("event") : std::nullopt;
  json["status"] = !defect.empty() ? 400 : script ? script->status : 202;
  if (!defect.empty()) json["refused"] = defect;
  const bool accepted = json["status"] == 202;
  if (accepted) accept(*body.value);
  file(json);
  if (script) return answered(*script);
  return accepted ? answered(202, "{}")
                  : answered(400, Json{{"detail", defect}}.dump(), "application/problem+json");
}

HubAnswer ClientHub::openWebSocket(const Call& call) {
  const HttpHeaders& headers = call.request.headers;
  const auto key = headers.find("Sec-WebSocket-Key");
  if (!headers.lists("Connection", "Upgrade") || !headers.lists("Upgrade", "websocket") || !key)
    return refuse(call, "connect", "websocket", 400, "This is no opening handshake of a WebSocket.");
  if (headers.find("Sec-WebSocket-Version").value_or("") != "13")
    return refuse(call, "connect", "websocket", 426, "Only version 13 is known here.");
  // (A WebSocket without a token is let in: the worked example opens its own like that.)
  if (call.token == "wrong") return refuse(call, "connect", "websocket", 401, "This token is unknown.");
  Json json = record("connect", "websocket", call);
  const auto script = scripted("websocket");
  json["status"] = script ? script->status : 101;
  if (script) {
    file(json);
    return answered(*script);
  }
  {
    const std::scoped_lock lock(mutex_);
    streams_[call.peer] = "websocket";
    tokens_[call.peer] = call.token;
    changed_.notify_all();
  }
  file(json);
  HubAnswer answer;
  answer.summary = "101 Switching Protocols";
  answer.bytes =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
      "Upgrade\r\nSec-WebSocket-Accept: " +
      webSocketAcceptOf(*key) + "\r\n";
  if (headers.lists("Sec-WebSocket-Protocol", "cast")) answer.bytes += "Sec-WebSocket-Protocol: cast\r\n";
  answer.bytes += "\r\n";
  answer.then = HubAnswer::Then::webSocket;
  return answer;
}

HubAnswer ClientHub::openStream(const Call& call) {
  if (call.token == "none" || call.token == "wrong")
    return refuse(call, "subscribe", "sse", 401, "A token is needed.");
  Json json = record("subscribe", "sse", call);
  Json request = Json::object();
  for (const auto& [name, value] : call.query)
    if (name != "access_token" && name != "eventTypes") request[name] = value;
  const auto types = call.query.find("eventTypes");
  if (types != call.query.end()) {
    request["eventTypes"] = Json::array();
    for (const auto& type : Poco::StringTokenizer(types->second, ",", Poco::StringTokenizer::TOK_TRIM))
      request["eventTypes"].push_back(type);
  }
  json["json"] = request;
  json["lastEventId"] = call.request.headers.find("Last-Event-ID").value_or("");
  const auto script = scripted("stream");
  json["status"] = script ? script->status : 200;
  if (script) {
    file(json);
    return answered(*script);
  }
  add({"", "sse", call.peer, ""});
  json["forgotten"] = forgotten(request);
  {
    const std::scoped_lock lock(mutex_);
    streams_[call.peer] = "sse";
    changed_.notify_all();
  }
  file(json);
  HubAnswer answer;
  answer.summary = "200 OK, an event stream";
  answer.bytes =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
      "Access-Control-Allow-Origin: *\r\n\r\n";
  answer.then = HubAnswer::Then::stream;
  return answer;
}

std::string ClientHub::expiry() const {
  const Poco::Timestamp end = Poco::Timestamp() + conduct_.lease.count() * 1000;
  return Poco::DateTimeFormatter::format(end, "%Y-%m-%dT%H:%M:%S.%iZ");
}

Json ClientHub::record(const std::string& what, const std::string& via, const Call& call) const {
  Json json = record(what, via, call.peer);
  json["token"] = call.token;
  if (isInUrl(call)) json["tokenInUrl"] = true;
  json["request"] = requestOf(call.request);
  return json;
}

}  // namespace cast::conformance
