// What a conversion takes on at most. Every limit is documented in README.md.
#pragma once

#include <cstddef>

namespace cast::dicomcast {

/// Sequences within sequences. Each costs three levels of JSON, of which a message may have 64.
inline constexpr int kMaxSequenceDepth = 16;

/// Elements and items of one file.
inline constexpr std::size_t kMaxElements = 200'000;

/// Bytes of one binary value that are put into a payload. What is longer is bulk data: left out and named.
inline constexpr std::size_t kMaxInlineBytes = 65536;

/// Bytes of a data set that a deflated transfer syntax may unfold to.
inline constexpr std::size_t kMaxInflatedBytes = std::size_t{64} << 20;

}  // namespace cast::dicomcast
