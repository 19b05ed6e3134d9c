#include "engine/exchange_json.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "wire/transcript.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::array<const char*, 6> kTransports{"http", "websocket", "sse", "callback", "tcp", "runner"};
constexpr std::array<const char*, 3> kDirections{"sent", "received", "note"};

std::string base64(const std::string& bytes) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return text.str();
}

std::string bytesOf(const std::string& base64) {
  std::istringstream stream(base64);
  Poco::Base64Decoder decoder(stream);
  return {std::istreambuf_iterator<char>(decoder), std::istreambuf_iterator<char>()};
}

/// Whether only the last character is not whole, where the text was cut.
bool isCutText(const std::string& text) {
  const std::size_t invalid = invalidUtf8(text);
  return invalid != std::string_view::npos && text.size() - invalid < 4;
}

}  // namespace

std::string printable(const std::string& text) { return readableUtf8(text); }

Json exchangeJson(const Exchange& exchange, std::size_t longestText) {
  Json json{{"atMs", exchange.atMs}, {"actor", exchange.actor}};
  if (exchange.connection > 0) json["connection"] = exchange.connection;
  json["transport"] = kTransports[static_cast<std::size_t>(exchange.transport)];
  json["direction"] = kDirections[static_cast<std::size_t>(exchange.direction)];
  json["summary"] = printable(exchange.summary);
  if (exchange.bytes == 0) return json;
  const std::string text = exchange.text.substr(0, longestText);
  const bool truncated = exchange.truncated || text.size() < exchange.text.size();
  if (invalidUtf8(text) == std::string_view::npos)
    json["text"] = text;
  else if (truncated && isCutText(text))
    json["text"] = text.substr(0, invalidUtf8(text));
  else
    json["base64"] = base64(text);
  json["bytes"] = exchange.bytes;
  if (truncated) json["truncated"] = true;
  return json;
}

Exchange exchangeOf(const Json& json) {
  const auto place = [](const auto& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()) %
           names.size();
  };
  Exchange exchange;
  exchange.atMs = json.at("atMs");
  exchange.actor = json.at("actor");
  exchange.connection = json.value("connection", std::uint64_t{0});
  exchange.transport = static_cast<Transport>(place(kTransports, json.at("transport")));
  exchange.direction = static_cast<Direction>(place(kDirections, json.at("direction")));
  exchange.summary = json.at("summary");
  exchange.text = json.contains("base64") ? bytesOf(json.at("base64")) : json.value("text", std::string());
  exchange.bytes = json.value("bytes", std::size_t{0});
  exchange.truncated = json.value("truncated", false);
  return exchange;
}

}  // namespace cast::conformance
