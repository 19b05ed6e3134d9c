#include "engine/subject.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "wire/url.hpp"

namespace cast::conformance {
namespace {

std::vector<std::string> texts(const Json& json, const char* member) {
  return json.contains(member) ? json.at(member).get<std::vector<std::string>>() : std::vector<std::string>();
}

std::string besideFile(const std::string& path, const std::string& file) {
  if (path.empty()) return path;
  const auto beside = std::filesystem::path(file).parent_path() / path;
  return std::filesystem::exists(beside) ? beside.string() : path;
}

void add(std::vector<std::string>& capabilities, const std::string& capability) {
  if (std::find(capabilities.begin(), capabilities.end(), capability) == capabilities.end())
    capabilities.push_back(capability);
}

/// The strings of an array of the discovery document; of objects their ids.
std::vector<std::string> listed(const Json& document, const char* member) {
  std::vector<std::string> found;
  if (!document.is_object() || !document.contains(member) || !document.at(member).is_array()) return found;
  for (const auto& each : document.at(member)) {
    const Json& name = each.is_object() && each.contains("id") ? each.at("id") : each;
    if (name.is_string()) found.push_back(name.get<std::string>());
  }
  return found;
}

void takeDiscovered(Subject& subject, const Json& document) {
  for (const char* member : {"transports", "capabilities"})
    for (const auto& capability : listed(document, member)) add(subject.capabilities, capability);
  for (const auto& variant : listed(document, "variants")) add(subject.variants, variant);
}

}  // namespace

bool Subject::claims(const std::string& capability) const {
  return std::find(capabilities.begin(), capabilities.end(), capability) != capabilities.end();
}

Subject readSubject(const Document& document) {
  const Json& json = *document.value;
  Subject subject;
  subject.name = json.value("name", "");
  subject.version = json.value("version", "");
  subject.vendor = json.value("vendor", "");
  subject.build = json.value("build", "");
  subject.redact = texts(json, "redact");
  subject.kind = json.value("kind", subject.kind);
  subject.hub = json.value("hub", "");
  subject.webSocketUrl = json.value("webSocketUrl", "");
  subject.ssePath = json.value("ssePath", subject.ssePath);
  subject.token = json.value("token", "");
  subject.readToken = json.value("readToken", "");
  subject.expiredToken = json.value("expiredToken", "");
  subject.caFile = besideFile(json.value("caFile", ""), document.file);
  subject.callbackHost = json.value("callbackHost", subject.callbackHost);
  subject.capabilities = texts(json, "capabilities");
  subject.variants = texts(json, "variants");
  subject.timeout = Milliseconds(json.value("timeoutMs", subject.timeout.count()));
  subject.profiles = texts(json, "profiles");
  subject.checks = texts(json, "checks");
  subject.tags = texts(json, "tags");
  subject.seed = json.value("seed", subject.seed);
  subject.out = json.value("out", "");
  if (json.contains("client")) subject.client = readClientSettings(json.at("client"));
  if (subject.kind == "client" && subject.claims("publishes") && subject.client.publishes == 0)
    throw DataFault(document.file, "/client/publishes",
                    "it claims publishes and does not say what: give client.publishes its 'events' (how many "
                    "in a run) and its 'identity' (where in them stands what tells them apart)");
  if (json.contains("attestations"))
    subject.attestations = json.at("attestations").get<std::map<std::string, std::string>>();
  return subject;
}

void completeSubject(Subject& subject) {
  if (subject.hub.empty())
    throw DataFault(
        "no hub is named: give --hub URL, or 'hub' in the subject file, such as "
        "http://127.0.0.1:8080/cast/v1");
  while (subject.hub.ends_with('/')) subject.hub.pop_back();
  if (!subject.hub.starts_with("http") || !parseUrl(subject.hub, ""))
    throw DataFault("'" + subject.hub +
                    "' is no base URL of a hub: give one like http://host:port/cast/v1, without a user");
  if (subject.webSocketUrl.empty()) subject.webSocketUrl = "ws" + subject.hub.substr(4) + "/ws";
  if (!subject.webSocketUrl.starts_with("ws") || !parseUrl(subject.webSocketUrl, ""))
    throw DataFault("'" + subject.webSocketUrl +
                    "' is no WebSocket URL: give one like ws://host:port/cast/v1/ws");
  if (subject.name.empty()) subject.name = subject.hub;
}

void settleCapabilities(Subject& subject, const Json& discovered) {
  if (!subject.capabilities.empty()) {
    subject.capabilitiesFrom = "subject-file";
  } else {
    takeDiscovered(subject, discovered);
    subject.capabilitiesFrom = subject.capabilities.empty() ? "default" : "discovery";
    if (subject.capabilities.empty()) subject.capabilities = {"http", "websocket", "webhook", "multi-user"};
    if (subject.capabilitiesFrom == "discovery") add(subject.capabilities, "discovery");
  }
  for (const auto& variant : subject.variants) add(subject.capabilities, "variant-" + variant);
  std::erase(subject.capabilities, "https");
  const auto url = parseUrl(subject.hub, "");
  if (url && url->endpoint.tls) add(subject.capabilities, "https");
  if (!subject.token.empty()) add(subject.capabilities, "authentication");
  if (!subject.readToken.empty()) add(subject.capabilities, "read-token");
  if (!subject.expiredToken.empty()) add(subject.capabilities, "expired-token");
}

std::string lackingToken(const Subject& subject) {
  if (subject.claims("authentication") && subject.token.empty()) return "authentication";
  if (subject.claims("read-token") && subject.readToken.empty()) return "read-token";
  if (subject.claims("expired-token") && subject.expiredToken.empty()) return "expired-token";
  return {};
}

void settleClientCapabilities(Subject& subject) {
  subject.capabilitiesFrom = subject.capabilities.empty() ? "default" : "subject-file";
  if (subject.capabilities.empty()) subject.capabilities = {"websocket", "reconnect", "subscribes"};
  if (!subject.client.command.empty()) add(subject.capabilities, "command");
  if (!subject.client.effect.empty()) add(subject.capabilities, "shows-effect");
  if (subject.client.publishes > 0) add(subject.capabilities, "publishes");
}

}  // namespace cast::conformance
