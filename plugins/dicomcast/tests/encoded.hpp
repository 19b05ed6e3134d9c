// Makes the bytes of data sets and files for tests, independently of the code under test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cast::dicomcast::testing {

inline std::string number(std::uint64_t value, std::size_t width, bool bigEndian = false) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i)
    bytes += static_cast<char>(value >> (8 * (bigEndian ? width - 1 - i : i)) & 0xff);
  return bytes;
}

/// Four bytes of a tag written as 0xggggeeee.
inline std::string tagBytes(std::uint32_t tag, bool bigEndian = false) {
  return number(tag >> 16, 2, bigEndian) + number(tag & 0xffff, 2, bigEndian);
}

inline bool hasLongHeader(std::string_view vr) {
  for (const char* each : {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"})
    if (vr == each) return true;
  return false;
}

/// An element in explicit VR; `length` other than the value's own is a lie.
inline std::string explicitElement(std::uint32_t tag, const std::string& vr, const std::string& value,
                                   bool bigEndian = false) {
  const bool isLong = hasLongHeader(vr);
  return tagBytes(tag, bigEndian) + vr + (isLong ? std::string(2, '\0') : "") +
         number(value.size(), isLong ? 4 : 2, bigEndian) + value;
}

inline std::string implicitElement(std::uint32_t tag, const std::string& value) {
  return tagBytes(tag) + number(value.size(), 4) + value;
}

inline std::string item(const std::string& elements, bool bigEndian = false) {
  return tagBytes(0xfffee000, bigEndian) + number(elements.size(), 4, bigEndian) + elements;
}

inline std::string undefinedItem(const std::string& elements) {
  return tagBytes(0xfffee000) + number(0xffffffff, 4) + elements + tagBytes(0xfffee00d) + number(0, 4);
}

/// A sequence of undefined length in explicit VR little endian.
inline std::string undefinedSequence(std::uint32_t tag, const std::string& items) {
  return tagBytes(tag) + "SQ" + std::string(2, '\0') + number(0xffffffff, 4) + items + tagBytes(0xfffee0dd) +
         number(0, 4);
}

inline constexpr const char* kExplicit = "1.2.840.10008.1.2.1";
inline constexpr const char* kImplicit = "1.2.840.10008.1.2";
inline constexpr const char* kBigEndian = "1.2.840.10008.1.2.2";
inline constexpr const char* kDeflated = "1.2.840.10008.1.2.1.99";

inline std::string file(const std::string& dataSet, std::string transferSyntax = kExplicit) {
  if (transferSyntax.size() % 2 != 0) transferSyntax += '\0';
  const std::string meta = explicitElement(0x00020010, "UI", transferSyntax);
  return std::string(128, '\0') + "DICM" + explicitElement(0x00020000, "UL", number(meta.size(), 4)) + meta +
         dataSet;
}

}  // namespace cast::dicomcast::testing
