#include "base64.hpp"

#include <array>
#include <cstdint>

namespace cast::dicomcast {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xff;

constexpr std::array<std::uint8_t, 256> digits() {
  std::array<std::uint8_t, 256> table{};
  for (auto& digit : table) digit = kNone;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}

constexpr auto kDigits = digits();

std::uint8_t digitOf(char c) { return kDigits[static_cast<unsigned char>(c)]; }

std::size_t paddingOf(std::string_view text) {
  return text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
}

}  // namespace

std::string encodeBase64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? std::uint32_t{static_cast<unsigned char>(bytes[at])} : 0U;
    };
    const std::uint32_t word = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    text += kAlphabet[word >> 18];
    text += kAlphabet[(word >> 12) & 63];
    text += i + 1 < bytes.size() ? kAlphabet[(word >> 6) & 63] : '=';
    text += i + 2 < bytes.size() ? kAlphabet[word & 63] : '=';
  }
  return text;
}

std::optional<std::size_t> decodedBase64Size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = paddingOf(text);
  const std::string_view body = text.substr(0, text.size() - padding);
  for (const char c : body)
    if (digitOf(c) == kNone) return std::nullopt;
  // The bits that no byte takes are zero, so that each content has one spelling.
  const unsigned spare = padding == 2 ? 15 : padding == 1 ? 3 : 0;
  if (padding != 0 && (digitOf(body.back()) & spare) != 0) return std::nullopt;
  return text.size() / 4 * 3 - padding;
}

std::optional<std::string> decodeBase64(std::string_view text) {
  const auto size = decodedBase64Size(text);
  if (!size) return std::nullopt;
  std::string bytes;
  bytes.reserve(*size + 2);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k)
      word = word << 6 | (text[i + k] == '=' ? 0U : std::uint32_t{digitOf(text[i + k])});
    bytes += static_cast<char>(word >> 16 & 0xff);
    bytes += static_cast<char>(word >> 8 & 0xff);
    bytes += static_cast<char>(word & 0xff);
  }
  bytes.resize(*size);
  return bytes;
}

}  // namespace cast::dicomcast
