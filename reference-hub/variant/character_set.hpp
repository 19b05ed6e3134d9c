// Text in the character encodings of older systems, EBCDIC code pages among them: glibc's iconv.
#pragma once

#include <string>
#include <string_view>

namespace cast::hub {

/// `encoding`: a name that iconv knows, such as IBM037 or ISO-8859-15 (`iconv --list`), in any letter case;
/// `EBCDIC` alone is IBM037. Both throw cast::plugin::Fault, with a pointer into a payload of the formats
/// `legacy` and `text`, where the encoding is not known, or where the bytes are no text in it, or the text
/// can't be written in it. Any thread. The first use of an encoding reads iconv's table for it from disk.
std::string utf8Of(std::string_view bytes, const std::string& encoding);
std::string bytesOf(std::string_view utf8, const std::string& encoding);

}  // namespace cast::hub
