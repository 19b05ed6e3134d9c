// When something was measured: the payload's member `time`, and the 64-bit time stamp of an OpenIGTLink
// header (UTC seconds since 1970 in the upper 32 bits, 2^-32 seconds in the lower; 0: not stated).
#pragma once

#include <cstdint>

#include "members.hpp"

namespace cast::navicast {

/// Throws Fault unless `time` names its `clock` and has either `measured` (RFC 3339) or `seconds` (since the
/// clock's own zero).
void judgeTime(const Members& payload);

/// The payload's time as a time stamp: exact to 2^-32 s for `measured` of up to nine decimals; further ones
/// are dropped. Throws Fault where it is before the clock's zero or 2^32 s after it (for `measured`: before
/// 1970 or after 2106-02-07). The library's own igtl_nanosec_to_frac() is up to 49 units (11 ns) off and not
/// used.
std::uint64_t wireTimeOf(const Members& payload);

/// Whether a header's time stamp is the payload's time: within a microsecond, or not stated.
bool sameTime(std::uint64_t stamp, const Members& payload);

}  // namespace cast::navicast
