// The tag of a DICOM attribute (PS3.5 section 7.1): its group in the upper half, its element in the lower.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cast::dicomcast {

using Tag = std::uint32_t;

constexpr std::uint16_t groupOf(Tag tag) { return static_cast<std::uint16_t>(tag >> 16); }
constexpr std::uint16_t elementOf(Tag tag) { return static_cast<std::uint16_t>(tag & 0xffff); }

/// Private Data Elements have an odd group (PS3.5 section 7.8).
constexpr bool isPrivate(Tag tag) { return (groupOf(tag) & 1) != 0; }

/// The element (gggg,0010-00FF) that names the creator of this private element's block; 0 for any other.
constexpr Tag creatorTagOf(Tag tag) {
  const std::uint32_t block = elementOf(tag) >> 8;
  return isPrivate(tag) && block >= 0x10 ? (tag & 0xffff0000U) | block : 0;
}

constexpr bool isCreator(Tag tag) {
  return isPrivate(tag) && elementOf(tag) >= 0x10 && elementOf(tag) <= 0xff;
}

/// Whether a data set has such elements: no group lengths, which PS3.18 section F.2.2 leaves out, nothing of
/// a command or of a file's meta information, no delimiters.
constexpr bool belongsInDataSet(Tag tag) {
  const std::uint16_t group = groupOf(tag);
  return elementOf(tag) != 0 && group != 0 && group != 2 && group != 0xfffe && group != 0xffff;
}

/// Eight upper-case hexadecimal digits, as PS3.18 section F.2.2 writes a tag.
std::string textOf(Tag tag);

/// nullopt where the text is not what textOf writes.
std::optional<Tag> tagOf(std::string_view text);

}  // namespace cast::dicomcast
