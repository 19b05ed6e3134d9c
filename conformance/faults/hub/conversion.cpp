#include "hub/conversion.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

namespace cast::conformance::faults {
namespace {
using nlohmann::ordered_json;

std::string fromBase64(const std::string& text) {
  std::istringstream stream(text);
  Poco::Base64Decoder decoder(stream);
  return {std::istreambuf_iterator<char>(decoder), std::istreambuf_iterator<char>()};
}

std::optional<std::string> asText(ordered_json payload) {
  try {
    const std::string encoding = payload.at("metadata").at("encoding");
    if (encoding != "US-ASCII" && encoding != "UTF-8") return std::nullopt;
    payload["format"] = "text";
    payload["data"] = fromBase64(payload.at("data").get<std::string>());
    return payload.dump();  // throws where the data is not UTF-8
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<std::string> inPreferredFormat(const std::string& payload,
                                             const std::vector<std::string>& formats) {
  if (formats.empty()) return std::nullopt;
  const ordered_json value = ordered_json::parse(payload);
  const std::string format = value.is_object() && value.contains("format") && value.at("format").is_string()
                                 ? value.at("format").get<std::string>()
                                 : "native";
  for (const std::string& preferred : formats) {
    if (preferred == format) return std::nullopt;
    if (preferred != "text" || format != "legacy") continue;
    if (auto text = asText(value)) return text;
  }
  return std::nullopt;
}

}  // namespace cast::conformance::faults
