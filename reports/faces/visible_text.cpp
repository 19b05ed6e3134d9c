#include "reports/faces/visible_text.hpp"

#include <Poco/NumberFormatter.h>
#include <Poco/UTF8Encoding.h>

namespace cast::report {
namespace {

bool isUnseen(char32_t code) {
  return code < 0x20 || code == 0x7F ||                         // C0 controls, delete
         (code >= 0x80 && code <= 0x9F) ||                      // C1 controls
         code == 0xAD ||                                        // soft hyphen
         code == 0x061C ||                                      // Arabic letter mark
         code == 0x180E ||                                      // Mongolian vowel separator
         code == 0x200B || code == 0x200E || code == 0x200F ||  // zero width space, direction marks
         (code >= 0x2028 && code <= 0x202E) ||  // line and paragraph separator, embeddings and overrides
         (code >= 0x2060 && code <= 0x206F) ||  // word joiner, isolates, deprecated controls
         code == 0xFEFF ||                      // byte order mark
         (code >= 0xFFF9 && code <= 0xFFFB) ||  // interlinear annotation
         (code & 0xFFFE) == 0xFFFE ||           // noncharacters, illegal in XML
         (code >= 0xFDD0 && code <= 0xFDEF) ||  //
         (code >= 0xE0000 && code <= 0xE007F);  // tags
}

}  // namespace

Character characterAt(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  static const Poco::UTF8Encoding kUtf8;
  if (at + length <= text.size()) {
    const int code = kUtf8.queryConvert(reinterpret_cast<const unsigned char*>(text.data() + at),
                                        static_cast<int>(length));
    if (code >= 0x80) return {static_cast<char32_t>(code), length};
  }
  return {0xFFFD, 1};
}

std::string codePointName(char32_t code) { return "U+" + Poco::NumberFormatter::formatHex(code, 4); }

std::optional<std::string> markFor(char32_t code) {
  if (isUnseen(code)) return "[" + codePointName(code) + "]";
  return std::nullopt;
}

std::string visibleText(std::string_view text, Lines lines) {
  std::string visible;
  visible.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character character = characterAt(text, at);
    const bool endsLine = character.code == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    const bool isLayout = character.code == '\n' || character.code == '\t';
    if (lines == Lines::kMany && endsLine) {
      // the line feed that follows says it
    } else if (const auto mark = markFor(character.code); mark && !(lines == Lines::kMany && isLayout)) {
      visible += *mark;
    } else if (character.code == 0xFFFD) {
      visible += "\xEF\xBF\xBD";
    } else {
      visible += text.substr(at, character.length);
    }
    at += character.length;
  }
  return visible;
}

LineEnds lineEndsOf(std::string_view text) {
  std::size_t lf = 0, crLf = 0;
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
    ++(at > 0 && text[at - 1] == '\r' ? crLf : lf);
  }
  return crLf > lf ? LineEnds::kCrLf : LineEnds::kLf;
}

std::string_view firstBytes(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

}  // namespace cast::report
