#include "client/http.hpp"

#include <strings.h>

#include <sstream>
#include <stdexcept>

namespace cast::hub {

bool CaseInsensitive::operator()(const std::string& a, const std::string& b) const {
  return strcasecmp(a.c_str(), b.c_str()) < 0;
}

std::string requestText(const std::string& method, const std::string& target, const std::string& token,
                        const std::string& body, const Headers& further) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: hub\r\n";
  if (!token.empty()) text += "Authorization: Bearer " + token + "\r\n";
  for (const auto& [name, value] : further) text.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty()) {
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + body;
}

HttpReply readReply(Wire& wire, bool toHead) {
  HttpReply reply;
  reply.bytes = wire.readUntil("\r\n\r\n");
  std::istringstream head(reply.bytes);
  std::string version;
  head >> version >> reply.status;
  std::string line;
  std::getline(head, line);
  while (std::getline(head, line) && line != "\r") {
    const std::size_t colon = line.find(": ");
    reply.headers[line.substr(0, colon)] = line.substr(colon + 2, line.size() - colon - 3);
  }
  const bool hasBody =
      !toHead && reply.status >= 200 && reply.status != 204 && reply.headers.count("Content-Length") > 0;
  if (hasBody) reply.body = wire.read(std::stoul(reply.headers["Content-Length"]));
  reply.bytes += reply.body;
  return reply;
}

HttpReply call(int port, const std::string& method, const std::string& target, const std::string& body,
               const std::string& token, const Headers& further) {
  Wire wire(port);
  wire.send(requestText(method, target, token, body, further));
  return readReply(wire, method == "HEAD");
}

std::string eventMembers(const std::string& eventId, const std::string& payload, const std::string& type,
                         const std::string& session) {
  return "\"eventType\":\"" + type +
         "\",\"timestamp\":\"2024-01-15T10:30:00Z\",\"source\":\"test\",\"sessionId\":\"" + session +
         "\",\"payload\":" + payload + (eventId.empty() ? "" : ",\"eventId\":\"" + eventId + "\"");
}

std::string eventJson(const std::string& eventId, const std::string& payload, const std::string& type,
                      const std::string& session) {
  return "{" + eventMembers(eventId, payload, type, session) + "}";
}

std::string subscribeMembers(const std::string& session, const std::string& types) {
  return "\"sessionId\":\"" + session + "\",\"eventTypes\":[" + types + "]";
}

std::string stringOf(const std::string& json, const std::string& name) {
  const std::string key = "\"" + name + "\":\"";
  const std::size_t at = json.find(key);
  if (at == std::string::npos) throw std::runtime_error("no " + name + " in " + json);
  const std::size_t begin = at + key.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace cast::hub
