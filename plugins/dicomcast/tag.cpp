#include "tag.hpp"

namespace cast::dicomcast {

std::string textOf(Tag tag) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text(8, '0');
  for (std::size_t i = 0; i < 8; ++i) text[i] = kDigits[(tag >> (28 - 4 * i)) & 0xf];
  return text;
}

std::optional<Tag> tagOf(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  Tag tag = 0;
  for (const char c : text) {
    tag <<= 4;
    if (c >= '0' && c <= '9')
      tag |= static_cast<Tag>(c - '0');
    else if (c >= 'A' && c <= 'F')
      tag |= static_cast<Tag>(c - 'A' + 10);
    else
      return std::nullopt;
  }
  return tag;
}

}  // namespace cast::dicomcast
