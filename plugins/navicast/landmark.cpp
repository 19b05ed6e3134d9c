#include "landmark.hpp"

#include <algorithm>
#include <cmath>

namespace cast::navicast {

void takeColor(Json& payload, unsigned char* rgba) {
  const Members members(payload);
  if (!members.has("color")) return;
  const auto color = members.numbers<4>("color");
  for (std::size_t i = 0; i < color.size(); ++i) {
    if (!(color[i] >= 0 && color[i] <= 255) || std::floor(color[i]) != color[i])
      members.refuse("color/" + std::to_string(i), "expected a whole number from 0 to 255");
    rgba[i] = static_cast<unsigned char>(color[i]);
  }
  payload.erase("color");
}

void putColor(const unsigned char* rgba, Filling& payload) {
  if (std::any_of(rgba, rgba + 4, [](unsigned char part) { return part != 0; }))
    payload.put("color", Json::array({rgba[0], rgba[1], rgba[2], rgba[3]}));
}

void putText(const char* field, std::size_t size, const char* name, Filling& payload) {
  if (std::string text = fieldText(field, size, name); !text.empty()) payload.put(name, std::move(text));
}

float takeMillimetres(Json& payload, const char* name, double factor) {
  const auto value = Members(payload).optionalNumber(name);
  payload.erase(name);
  return value ? toWire(*value / factor, std::string("/") + name) : 0.0F;
}

void putMillimetres(float radius, double factor, const char* name, Filling& payload) {
  const double value = fromWire(radius);
  if (value < 0) throw Fault("the message holds a radius below 0", "/data");
  if (value > 0) payload.put(name, value * factor);
}

}  // namespace cast::navicast
