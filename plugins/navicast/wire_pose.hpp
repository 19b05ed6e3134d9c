// Poses between payload and messages, for the four types that carry them.
#pragma once

#include "element.hpp"

namespace cast::navicast {

/// The twelve numbers of TRANSFORM and TDATA: the matrix' upper three rows, column by column, so that the
/// translation comes last.
using WireMatrix = std::array<float, 12>;

/// Takes `matrix` out, and what says the same in other words. Throws Fault at /messageType where there is
/// none.
WireMatrix takeMatrix(const EventKind& event, Json& payload, const char* message);
void putMatrix(const EventKind& event, const WireMatrix& wire, Filling& payload);

/// Takes `position` and `quaternion` out, and `matrix`, which says the same. Throws Fault at /messageType
/// where they are not there.
void takeParts(Json& payload, const char* message, std::array<float, 3>& position,
               std::array<float, 4>& quaternion);
void putParts(const std::array<float, 3>& position, const std::array<float, 4>& quaternion, Filling& payload);

/// Whether the event's point is a tool's tip in the system of its marker (`tipOffset`).
bool isCalibration(const EventKind& event);

/// The kind of instrument that TDATA and QTDATA name: tracker, 6d, 3d or 5d.
std::uint8_t takeInstrument(Json& payload);
void putInstrument(std::uint8_t code, Filling& payload);

}  // namespace cast::navicast
