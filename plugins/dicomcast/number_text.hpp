// Numbers that a file holds as text (the VRs DS and IS, PS3.5 section 6.2) as the model's values, and back.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace cast::dicomcast {

/// A number where a double says exactly what the text says, else the text itself: PS3.18 section F.2.3 allows
/// both.
nlohmann::json valueOfNumberText(std::string_view text);

/// The integer itself, or its text where a double could not hold it, as many readers would want it to.
nlohmann::json valueOfInteger(std::int64_t number);
nlohmann::json valueOfInteger(std::uint64_t number);

/// A number; for NaN and the infinities, which JSON has no number for, their names as text.
nlohmann::json valueOfFloat(float number);
nlohmann::json valueOfFloat(double number);

/// The number a model's value says, by itself or as text.
std::optional<double> floatOfValue(const nlohmann::json& value);

/// The integer a model's value says; nullopt where it is none, or outside of 64 bits. Values above the signed
/// range come as their two's complement when `isSigned` is false.
std::optional<std::int64_t> integerOfValue(const nlohmann::json& value, bool isSigned);

/// A DS of at most 16 characters, rounded where need be. nullopt where the value is no finite number.
std::optional<std::string> decimalText(const nlohmann::json& value);

}  // namespace cast::dicomcast
