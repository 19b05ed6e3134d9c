#include "engine/exchange_json.hpp"

#include <Poco/Base64Encoder.h>

#include <array>
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

/// Whether only the last character is not whole, where the text was cut.
bool isCutText(const std::string& text) {
  const std::size_t invalid = invalidUtf8(text);
  return invalid != std::string_view::npos && text.size() - invalid < 4;
}

}  // namespace

std::string printable(const std::string& text) { return readableUtf8(text); }

Json exchangeJson(const Exchange& exchange) {
  Json json{{"atMs", exchange.atMs},
            {"actor", exchange.actor},
            {"transport", kTransports[static_cast<std::size_t>(exchange.transport)]},
            {"direction", kDirections[static_cast<std::size_t>(exchange.direction)]},
            {"summary", printable(exchange.summary)}};
  if (exchange.bytes == 0) return json;
  if (invalidUtf8(exchange.text) == std::string_view::npos)
    json["text"] = exchange.text;
  else if (exchange.truncated && isCutText(exchange.text))
    json["text"] = exchange.text.substr(0, invalidUtf8(exchange.text));
  else
    json["base64"] = base64(exchange.text);
  json["bytes"] = exchange.bytes;
  if (exchange.truncated) json["truncated"] = true;
  return json;
}

}  // namespace cast::conformance
