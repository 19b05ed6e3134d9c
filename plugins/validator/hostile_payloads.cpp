#include "validator/hostile_payloads.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace cast::validator {
namespace {

using plugin::Json;
using Pointer = Json::json_pointer;

constexpr std::size_t kLong = std::size_t{16} << 20U;
constexpr std::size_t kDeep = 100'000;
constexpr std::size_t kMostWalked = 5000;
// Stands where text is put in that no JSON library would write.
constexpr char kHole[] = "cast-hole";

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string deepArray() { return repeated("[", kDeep) + repeated("]", kDeep); }
std::string deepObject() { return repeated("{\"a\":", kDeep) + "1" + repeated("}", kDeep); }

// Wrong for nearly every member, as JSON text.
const std::array<std::pair<const char*, const char*>, 16>& wrongValues() {
  static const std::array<std::pair<const char*, const char*>, 16> kValues{{
      {"null", "null"},
      {"a boolean", "true"},
      {"zero", "0"},
      {"a negative number", "-1"},
      {"a fraction", "0.1"},
      {"a huge number", "1e308"},
      {"a number beyond every double", "1e999"},
      {"a number of 40 digits", "9999999999999999999999999999999999999999"},
      {"an empty text", "\"\""},
      {"a text with NUL", "\"a\\u0000b\""},
      {"half a surrogate pair", "\"\\ud800\""},
      {"invalid UTF-8", "\"\xC3\x28\xFF\""},
      {"a text that looks like nothing", "\"\\\\\\\"'%s%n../../|^~&{}\""},
      {"an empty array", "[]"},
      {"an empty object", "{}"},
      {"a nested array", "[[[null,{}]],\"x\",-5]"},
  }};
  return kValues;
}

std::optional<Json> readExample(const std::string& example) {
  try {
    return plugin::readPayload(example);
  } catch (const plugin::Fault&) {
    return std::nullopt;
  }
}

// The payload with the JSON text `value` at the place.
std::string withTextAt(Json payload, const Pointer& place, const std::string& value) {
  payload[place] = kHole;
  std::string text = payload.dump();
  const std::string hole = "\"" + std::string(kHole) + "\"";
  return text.replace(text.find(hole), hole.size(), value);
}

}  // namespace

Thoroughness Thoroughness::forCalls(std::size_t calls, std::size_t subjects) {
  const std::size_t each = calls / std::max<std::size_t>(1, subjects);
  return {std::clamp<std::size_t>(each / wrongValues().size(), 3, 40),
          std::clamp<std::size_t>(each / 8, 5, 40)};
}

std::vector<Pointer> placesIn(const Json& payload, std::size_t most) {
  std::vector<Pointer> places;
  std::deque<std::pair<Pointer, const Json*>> waiting{{Pointer(), &payload}};
  while (!waiting.empty() && places.size() < kMostWalked) {
    const auto [place, value] = waiting.front();
    waiting.pop_front();
    if (!place.empty()) places.push_back(place);
    if (value->is_object())
      for (const auto& [name, member] : value->items()) waiting.emplace_back(place / name, &member);
    if (value->is_array())
      for (std::size_t i = 0; i < value->size(); ++i) waiting.emplace_back(place / i, &(*value)[i]);
  }
  if (places.size() <= most) return places;
  std::vector<Pointer> spread;
  for (std::size_t i = 0; i < most; ++i) spread.push_back(places[i * places.size() / most]);
  return spread;
}

void forEachHostile(const TakePayload& take) {
  take({"nothing", ""});
  take({"a space", " "});
  take({"garbage", "\x01\x02\xFE\xFF not JSON \x7F{]"});
  take({"a byte order mark", "\xEF\xBB\xBF{}"});
  take({"NUL", std::string("\0", 1)});
  take({"an object with NUL in it", std::string("{\"a\0b\":\"\0\"}", 11)});
  for (const char* text :
       {"null", "true", "-0", "\"text\"", "[]", "{}", "{", "}", "[", "{\"a\"", "{\"a\":", "{}{}"})
    take({std::string("just ") + text, text});
  take({"invalid UTF-8", "{\"a\":\"\xC3\x28\xF0\x9F\"}"});
  take({"a number beyond every double", "{\"a\":1e999}"});
  take({"a member twice", "{\"a\":1,\"a\":2}"});
  take({"a member without a name", "{\"\":{\"\":{}}}"});
  take({"arrays 100,000 deep", "{\"a\":" + deepArray() + "}"});
  take({"objects 100,000 deep", deepObject()});
  take({"100,000 open brackets", repeated("[", kDeep)});
  take({"60,000 members", [] {
          std::string text = "{\"\":0";
          for (std::size_t i = 0; i < 60'000; ++i)
            text += ",\"m" + std::to_string(i) + "\":" + std::to_string(i);
          return text + "}";
        }()});
  take({"an array of half a million numbers", "{\"a\":[" + repeated("0,", 500'000) + "0]}"});
  take({"16 MiB of text", "{\"a\":\"" + std::string(kLong, 'x') + "\"}"});
  take({"16 MiB of garbage", std::string(kLong, '\xA5')});
}

void forEachSpoilt(const std::string& example, Thoroughness thoroughness, const TakePayload& take) {
  const std::size_t step = std::max<std::size_t>(1, example.size() / thoroughness.cuts);
  for (std::size_t size = 0; size < example.size(); size += step)
    take({"cut off after " + std::to_string(size) + " bytes", example.substr(0, size)});
  const auto payload = readExample(example);
  if (!payload) return;
  const auto places = placesIn(*payload, thoroughness.places);
  for (const Pointer& place : places)
    for (const auto& [about, value] : wrongValues())
      take({std::string("with ") + about + " at " + place.to_string(), withTextAt(*payload, place, value)});
  if (places.empty()) return;
  const Pointer& innermost = places.back();
  take(
      {"with arrays 100,000 deep at " + innermost.to_string(), withTextAt(*payload, innermost, deepArray())});
  take({"with 1 MiB of text at " + innermost.to_string(),
        withTextAt(*payload, innermost, "\"" + std::string(kLong / 16, 'x') + "\"")});
}

}  // namespace cast::validator
