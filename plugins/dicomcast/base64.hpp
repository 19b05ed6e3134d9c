// Base64 as RFC 4648 section 4 defines it: the standard alphabet, padded, without line breaks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cast::dicomcast {

std::string encodeBase64(std::string_view bytes);

/// nullopt where the text is anything but what encodeBase64 writes.
std::optional<std::string> decodeBase64(std::string_view text);

/// How many bytes decodeBase64 would give; nullopt where it would.
std::optional<std::size_t> decodedBase64Size(std::string_view text);

}  // namespace cast::dicomcast
