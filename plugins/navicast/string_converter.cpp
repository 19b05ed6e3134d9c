// STRING: a text with its character set, by IANA's MIBenum. Carries a system's `message`; its state stays
// beside it. Written as US-ASCII where that is enough, else as UTF-8.
#include <igtl_string.h>

#include <algorithm>
#include <limits>

#include "element.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(igtl_string_header) == IGTL_STRING_HEADER_SIZE);

enum Charset : std::uint16_t { kAscii = 3, kLatin1 = 4, kUtf8 = 106 };

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string fromLatin1(std::string_view text) {
  std::string utf8;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x80) utf8 += static_cast<char>(0xC0U | code >> 6U);
    utf8 += static_cast<char>(code < 0x80 ? code : 0x80U | (code & 0x3FU));
  }
  return utf8;
}

Bytes pack(const EventKind&, Json& payload) {
  const Members members(payload);
  const std::string text = members.text("message");
  if (text.size() > std::numeric_limits<igtl_uint16>::max())
    members.refuse("message", std::to_string(text.size()) + " bytes; OpenIGTLink's STRING holds 65535");
  igtl_string_header header{isAscii(text) ? kAscii : kUtf8, static_cast<igtl_uint16>(text.size())};
  igtl_string_convert_byte_order(&header);
  Bytes body = bytesOf(header);
  body.insert(body.end(), text.begin(), text.end());
  payload.erase("message");
  return body;
}

void unpack(const EventKind&, const Bytes& body, Filling& payload) {
  igtl_string_header header{};
  if (body.size() < sizeof header)
    throw Fault("expected a STRING body of at least 4 bytes; found " + std::to_string(body.size()), "/data");
  std::memcpy(&header, body.data(), sizeof header);
  igtl_string_convert_byte_order(&header);
  if (header.length != body.size() - sizeof header)
    throw Fault("the STRING message declares a text of " + std::to_string(header.length) + " bytes; found " +
                    std::to_string(body.size() - sizeof header),
                "/data");
  std::string text(body.begin() + sizeof header, body.end());
  if (header.encoding == kLatin1)
    text = fromLatin1(text);
  else if (header.encoding != kAscii && header.encoding != kUtf8)
    throw Fault("the STRING message's character set is MIBenum " + std::to_string(header.encoding) +
                    "; expected 3 (US-ASCII), 4 (ISO-8859-1) or 106 (UTF-8)",
                "/data");
  if (header.encoding == kAscii ? !isAscii(text) : !isUtf8(text))
    throw Fault("the STRING message's text isn't in the character set it names", "/data");
  if (text.empty()) throw Fault("the STRING message's text is empty", "/data");
  payload.put("message", std::move(text));
}

}  // namespace

const MessageConverter kString{"STRING", pack, unpack};

}  // namespace cast::navicast
