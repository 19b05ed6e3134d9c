// Conversions as tests write them.
#pragma once

#include <string>
#include <string_view>

#include "cast/json.hpp"
#include "fhircast.hpp"

namespace cast::fhircast {

inline nlohmann::json json(std::string_view text) { return nlohmann::json::parse(text); }

inline nlohmann::json converted(std::string_view eventType, std::string_view from, std::string_view to,
                                const nlohmann::json& payload) {
  return json(FhirCast().convert({eventType, from, to}, payload.dump()));
}

/// The pointer and the words of the refusal; empty where it is converted.
struct Refusal {
  std::string pointer;
  std::string words;
};

inline Refusal refusal(std::string_view eventType, std::string_view from, std::string_view to,
                       const nlohmann::json& payload) {
  try {
    converted(eventType, from, to, payload);
  } catch (const plugin::Fault& fault) {
    return {fault.pointer(), fault.what()};
  }
  return {};
}

}  // namespace cast::fhircast
