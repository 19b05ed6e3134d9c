#include "message.hpp"

#include <igtl_header.h>
#include <igtl_util.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "members.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(igtl_header) == IGTL_HEADER_SIZE);

[[noreturn]] void refuse(const std::string& detail) { throw Fault(detail, "/data"); }

std::uint64_t crcOf(const Bytes& body) {
  // The library's function does not write to its input; it only lacks the const.
  auto* data = const_cast<unsigned char*>(body.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  return crc64(data, body.size(), 0);
}

}  // namespace

bool isUtf8(std::string_view text) {
  try {
    return !Json(text).dump().empty();
  } catch (const Json::type_error&) {
    return false;
  }
}

bool hasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string fieldText(const void* field, std::size_t size, std::string_view what) {
  const auto* begin = static_cast<const char*>(field);
  std::string text(begin, std::find(begin, begin + size, '\0'));
  if (!isUtf8(text) || hasControl(text))
    refuse("the message's " + std::string(what) + " is not UTF-8 text without control characters");
  return text;
}

void setField(void* field, std::size_t size, std::string_view text) {
  std::memset(field, 0, size);
  if (!text.empty()) std::memcpy(field, text.data(), std::min(size, text.size()));
}

float toWire(double value, std::string_view pointer) {
  if (!(std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())))
    throw Fault("beyond the range of a 32-bit float, which OpenIGTLink has", std::string(pointer));
  return static_cast<float>(value);
}

double fromWire(float value) {
  if (!std::isfinite(value)) refuse("the message holds a number that is NaN or infinite");
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.begin(), text.end(), value).ptr;
  double read = 0;
  std::from_chars(text.begin(), end, read);
  return read;
}

Bytes writeMessage(const Message& message) {
  igtl_header header{};
  header.version = IGTL_HEADER_VERSION;
  setField(header.name, sizeof header.name, message.type);
  setField(header.device_name, sizeof header.device_name, message.deviceName);
  header.timestamp = message.timeStamp;
  header.body_size = message.body.size();
  header.crc = crcOf(message.body);
  igtl_header_convert_byte_order(&header);
  Bytes bytes(sizeof header + message.body.size());
  std::memcpy(bytes.data(), &header, sizeof header);
  std::copy(message.body.begin(), message.body.end(), bytes.begin() + sizeof header);
  return bytes;
}

Message readMessage(const Bytes& bytes) {
  igtl_header header{};
  if (bytes.size() < sizeof header)
    refuse("expected an OpenIGTLink message, which has a header of 58 bytes; found " +
           std::to_string(bytes.size()) + " bytes");
  std::memcpy(&header, bytes.data(), sizeof header);
  igtl_header_convert_byte_order(&header);
  if (header.version != IGTL_HEADER_VERSION)
    refuse("expected header version 1; found " + std::to_string(header.version) +
           ": send the message without extended header and metadata");
  const std::size_t bodySize = bytes.size() - sizeof header;
  if (header.body_size != bodySize)
    refuse("the header declares a body of " + std::to_string(header.body_size) + " bytes; found " +
           std::to_string(bodySize));
  Message message;
  message.body.assign(bytes.begin() + sizeof header, bytes.end());
  if (header.crc != crcOf(message.body)) refuse("the CRC in the header isn't that of the body");
  message.type = fieldText(header.name, sizeof header.name, "type");
  message.deviceName = fieldText(header.device_name, sizeof header.device_name, "device name");
  message.timeStamp = header.timestamp;
  return message;
}

}  // namespace cast::navicast
