// Base64 as RFC 4648 section 4 defines it: the standard alphabet, padded, without line breaks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cast::navicast {

using Bytes = std::vector<unsigned char>;

std::string encodeBase64(const Bytes& bytes);

/// nullopt where the text is anything but what encodeBase64 writes: each message has one spelling only.
std::optional<Bytes> decodeBase64(std::string_view text);

}  // namespace cast::navicast
