#include "session/identifier.hpp"

#include <unistd.h>

#include <array>
#include <system_error>

namespace cast::hub {

std::string newIdentifier(std::string_view prefix) {
  std::array<unsigned char, 16> bytes{};
  if (getentropy(bytes.data(), bytes.size()) != 0) {
    throw std::system_error(errno, std::generic_category(), "no random bytes from the operating system");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string identifier(prefix);
  for (const unsigned char byte : bytes) {
    identifier += kDigits[byte >> 4U];
    identifier += kDigits[byte & 15U];
  }
  return identifier;
}

}  // namespace cast::hub
