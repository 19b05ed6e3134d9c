#include "validator/mutation.hpp"

#include <array>
#include <cast/json.hpp>
#include <cstddef>
#include <random>

#include "validator/hostile_payloads.hpp"

namespace cast::validator {
namespace {

using plugin::Json;
using Pointer = Json::json_pointer;

constexpr std::size_t kMostPlaces = 200;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  // Below `end`, which is not 0. std::uniform_int_distribution differs between libraries.
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }

 private:
  std::mt19937_64 engine_;
};

void changeBytes(std::string& text, Dice& dice) {
  if (text.empty()) return;
  const std::size_t at = dice.below(text.size());
  const std::size_t size = 1 + dice.below(8);
  switch (dice.below(5)) {
    case 0:
      text[at] = static_cast<char>(dice.below(256));
      return;
    case 1:
      text.erase(at, size);
      return;
    case 2:
      text.insert(at, text.substr(dice.below(text.size()), size));
      return;
    case 3:
      text.resize(at);
      return;
    default:
      text[at] = static_cast<char>(text[at] ^ (1 << dice.below(7)));
  }
}

Json anyValue(Dice& dice) {
  static const std::array<Json, 14> kValues{
      nullptr,
      true,
      0,
      -1,
      1e308,
      5e-324,
      std::uint64_t{1} << 63U,
      "",
      "\xF0\x9F\x8F\xA5",
      "1.2.840.10008.99999999999999999999999999999999999999999999999999999999999",
      "2024-02-30T25:61:61Z",
      Json::array(),
      Json::object(),
      std::string(300, '7')};
  return kValues[dice.below(kValues.size())];
}

void changeText(Json& value, Dice& dice) {
  std::string text = value.get<std::string>();
  const std::size_t at = dice.below(text.size() + 1);
  static const std::array<std::string, 8> kInsertions{"\n", "|", "^",       "\\", std::string(1, '\0'),
                                                      "\"", "=", "\xC3\xA9"};
  switch (dice.below(4)) {
    case 0:
      text.insert(at, kInsertions[dice.below(kInsertions.size())]);
      break;
    case 1:
      text.resize(at);
      break;
    case 2:
      text += text;
      break;
    default:
      if (!text.empty()) text[at % text.size()] = static_cast<char>('!' + dice.below(90));
  }
  value = text;
}

void removePlace(Json& payload, const Pointer& place) {
  Json& parent = payload[place.parent_pointer()];
  if (parent.is_object()) parent.erase(place.back());
  if (parent.is_array()) parent.erase(parent.begin() + std::stol(place.back()));
}

void changeMember(Json& payload, Dice& dice) {
  const auto places = placesIn(payload, kMostPlaces);
  if (places.empty()) return;
  const Pointer& place = places[dice.below(places.size())];
  Json& value = payload[place];
  switch (dice.below(6)) {
    case 0:
      removePlace(payload, place);
      return;
    case 1:
      value = anyValue(dice);
      return;
    case 2:
      value = Json(payload[places[dice.below(places.size())]]);
      return;
    case 3:
      value = Json::array({value, value});
      return;
    case 4:
      if (value.is_number()) value = value.get<double>() * (dice.below(2) == 0 ? -1e3 : 1e-3);
      return;
    default:
      if (value.is_string()) changeText(value, dice);
  }
}

}  // namespace

std::string mutated(const std::string& payload, std::uint64_t seed) {
  Dice dice(seed);
  std::string text = payload;
  const std::size_t changes = 1 + dice.below(4);
  for (std::size_t i = 0; i < changes; ++i) {
    // Bytes seldom: what is no JSON any more is refused at the door.
    if (dice.below(8) == 0) {
      changeBytes(text, dice);
      continue;
    }
    try {
      Json read = plugin::readPayload(text);
      changeMember(read, dice);
      text = read.dump(-1, ' ', false, Json::error_handler_t::replace);
    } catch (const plugin::Fault&) {
      return text;
    }
  }
  return text;
}

}  // namespace cast::validator
