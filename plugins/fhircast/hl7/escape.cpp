#include "hl7/escape.hpp"

#include <algorithm>
#include <optional>

#include "hl7/character_set.hpp"

namespace cast::fhircast::hl7 {

namespace {

constexpr std::size_t kLongestSequence = 256;

int hexOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::string> bytesOf(std::string_view hex) {
  if (hex.empty() || hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hexOf(hex[i]);
    const int low = hexOf(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string inUtf8(const std::string& bytes, const Reading& reading) {
  if (std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return bytes;
  if (reading.encoding.empty())
    throw Fault("an escape sequence \\X..\\ is in a character set that is not known here (MSH-18)", "/data");
  return toUtf8(bytes, reading.encoding);
}

bool isAllHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return hexOf(c) >= 0; });
}

// What the sequence between two escape characters stands for; nullopt: it is none.
std::optional<std::string> meaningOf(std::string_view sequence, const Reading& reading) {
  const Separators& separators = reading.separators;
  if (sequence == "F") return std::string(1, separators.field);
  if (sequence == "S") return std::string(1, separators.component);
  if (sequence == "T") return std::string(1, separators.subcomponent);
  if (sequence == "R") return std::string(1, separators.repetition);
  if (sequence == "E") return std::string(1, separators.escape);
  if (sequence == "H" || sequence == "N") return std::string{};
  if (sequence.size() > 1 && sequence.front() == 'X') {
    const auto bytes = bytesOf(sequence.substr(1));
    return bytes ? std::optional<std::string>(inUtf8(*bytes, reading)) : std::nullopt;
  }
  if ((sequence.size() == 5 && sequence.front() == 'C') ||
      (sequence.size() >= 5 && sequence.front() == 'M')) {
    if (isAllHex(sequence.substr(1))) return std::string{};
  }
  if (sequence.substr(0, 3) == ".br" || sequence.substr(0, 3) == ".sp" || sequence.substr(0, 3) == ".ce")
    return std::string("\n");
  if (sequence == ".fi" || sequence == ".nf" || sequence.substr(0, 3) == ".in" ||
      sequence.substr(0, 3) == ".ti" || sequence.substr(0, 3) == ".sk")
    return std::string(" ");
  return std::nullopt;
}

// FHIR's strings have no control characters but these three, and none or spaces around them.
std::string cleaned(const std::string& text) {
  std::string clean;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') clean += c;
  const auto begin = clean.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return clean.substr(begin, clean.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

std::string resolveEscapes(std::string_view raw, const Reading& reading) {
  const char escape = reading.separators.escape;
  std::string text;
  while (!raw.empty()) {
    const auto begin = raw.find(escape);
    text += raw.substr(0, begin);
    if (begin == std::string_view::npos) break;
    raw.remove_prefix(begin);
    const auto end = raw.substr(0, kLongestSequence).find(escape, 1);
    const auto meaning =
        end == std::string_view::npos ? std::nullopt : meaningOf(raw.substr(1, end - 1), reading);
    text += meaning ? *meaning : std::string(1, escape);
    raw.remove_prefix(meaning ? end + 1 : 1);
  }
  text = cleaned(text);
  return text == "\"\"" ? std::string{} : text;
}

}  // namespace cast::fhircast::hl7
