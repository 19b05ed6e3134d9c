#include "wire_pose.hpp"

#include <algorithm>

namespace cast::navicast {
namespace {

// Codes 1 to 4 of IGTL_TDATA_TYPE_ and IGTL_QTDATA_TYPE_.
constexpr std::array<std::string_view, 4> kInstruments{"tracker", "6d", "3d", "5d"};
constexpr std::uint8_t kUsualInstrument = 2;

std::size_t inMatrix(std::size_t wire) { return wire % 3 * 4 + wire / 3; }

void needs(const Json& payload, const char* message, const std::string& name) {
  if (!Members(payload).has(name))
    throw Fault("expected a type that carries what the payload has: " + std::string(message) + " needs `" +
                    name + "`",
                "/messageType");
}

}  // namespace

bool isCalibration(const EventKind& event) { return event.eventType == "navi:tool-calibrated"; }

WireMatrix takeMatrix(const EventKind& event, Json& payload, const char* message) {
  needs(payload, message, "matrix");
  const Json& matrix = payload.at("matrix");
  WireMatrix wire{};
  for (std::size_t i = 0; i < wire.size(); ++i) {
    const std::size_t at = inMatrix(i);
    wire[i] = toWire(matrix.at(at).get<double>(), "/matrix/" + std::to_string(at));
  }
  payload.erase("matrix");
  if (isCalibration(event)) {
    payload.erase("tipOffset");
  } else {
    payload.erase("position");
    payload.erase("quaternion");
  }
  return wire;
}

void putMatrix(const EventKind& event, const WireMatrix& wire, Filling& payload) {
  const Json numbers = numbersOf(wire.data(), wire.size());
  Json matrix = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  for (std::size_t i = 0; i < wire.size(); ++i) matrix[inMatrix(i)] = numbers[i];
  payload.put("matrix", std::move(matrix));
  if (isCalibration(event)) payload.put("tipOffset", {numbers[9], numbers[10], numbers[11]});
}

void takeParts(Json& payload, const char* message, std::array<float, 3>& position,
               std::array<float, 4>& quaternion) {
  needs(payload, message, "position");
  needs(payload, message, "quaternion");
  takeFloats(payload, "position", position.data(), position.size());
  takeFloats(payload, "quaternion", quaternion.data(), quaternion.size());
  payload.erase("matrix");
}

void putParts(const std::array<float, 3>& position, const std::array<float, 4>& quaternion,
              Filling& payload) {
  payload.put("position", numbersOf(position.data(), position.size()));
  payload.put("quaternion", numbersOf(quaternion.data(), quaternion.size()));
}

std::uint8_t takeInstrument(Json& payload) {
  const std::string name = takeField(payload, "instrument", 16);
  if (name.empty()) return kUsualInstrument;
  const auto found = std::find(kInstruments.begin(), kInstruments.end(), name);
  if (found == kInstruments.end()) throw Fault("expected one of: tracker, 6d, 3d, 5d", "/instrument");
  return static_cast<std::uint8_t>(found - kInstruments.begin() + 1);
}

void putInstrument(std::uint8_t code, Filling& payload) {
  if (code == 0 || code > kInstruments.size())
    throw Fault("the element's type is " + std::to_string(code) + "; expected 1 to 4", "/data");
  if (code != kUsualInstrument) payload.put("instrument", kInstruments[code - 1U]);
}

}  // namespace cast::navicast
