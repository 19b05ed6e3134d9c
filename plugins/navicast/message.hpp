// One OpenIGTLink message, protocol version 1 and 2 (a header of version 1: 58 bytes, big endian, CRC-64 of
// the body). Byte order and CRC are the library's C functions, which know no objects, files or sockets: its
// C++ classes create objects through a global factory that is filled without a lock and loads whatever
// libraries the environment names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base64.hpp"

namespace cast::navicast {

/// Longest member `data` that is read: 1 MiB of base64.
inline constexpr std::size_t kMaxData = 1U << 20U;

struct Message {
  std::string type;        ///< 1 to 12 bytes
  std::string deviceName;  ///< up to 20 bytes of UTF-8 without control characters
  std::uint64_t timeStamp = 0;
  Bytes body;
};

Bytes writeMessage(const Message& message);

/// Takes exactly one message. Throws Fault at /data: too short, another header version, a body of another
/// size than the header declares, another CRC, a name that is none. No size in it is believed.
Message readMessage(const Bytes& bytes);

/// The text in a field of fixed size, which ends at its first NUL or the field's end. Throws Fault at /data
/// where it is not UTF-8 without control characters; `what` names the field.
std::string fieldText(const void* field, std::size_t size, std::string_view what);

/// Copies a text of at most `size` bytes into a field, the rest is NUL.
void setField(void* field, std::size_t size, std::string_view text);

bool isUtf8(std::string_view text);
bool hasControl(std::string_view text);

/// A number for the wire. Throws Fault at `pointer` where it is beyond the range of a 32-bit float.
float toWire(double value, std::string_view pointer);

/// A number from the wire: the shortest decimal that means this float, so that 12.3 comes back as 12.3.
/// Throws Fault at /data for NaN and infinity.
double fromWire(float value);

}  // namespace cast::navicast
