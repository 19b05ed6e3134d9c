#include "reports/attestation/canonical_json.hpp"

#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>
#include <Poco/TextConverter.h>
#include <Poco/UTF16Encoding.h>
#include <Poco/UTF8Encoding.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

namespace cast::report {
namespace {

using Json = nlohmann::json;

// Section 3.2.2.2 of RFC 8785: only what must be escaped is, and shortly where there is a short form.
void writeString(const std::string& text, std::string& out) { out += Json(text).dump(); }

// ECMAScript's Number::toString from the shortest digits that read back as the same double.
std::string numberText(double number) {
  if (number == 0) return "0";
  std::array<char, 40> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number),
                                     std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const std::size_t e = text.find('e');
  std::string digits{text.substr(0, 1)};
  if (e > 2) digits += text.substr(2, e - 2);
  int exponent = 0;
  const std::size_t sign = text[e + 1] == '+' ? 2 : 1;
  std::from_chars(text.data() + e + sign, text.data() + text.size(), exponent);
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // digits before the decimal point
  std::string result;
  if (count <= point && point <= 21) {
    result = digits + std::string(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    result = digits.substr(0, static_cast<std::size_t>(point)) + "." +
             digits.substr(static_cast<std::size_t>(point));
  } else if (-6 < point && point <= 0) {
    result = "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else {
    result = digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "") + "e" +
             (exponent < 0 ? "-" : "+") + std::to_string(std::abs(exponent));
  }
  return number < 0 ? "-" + result : result;
}

// UTF-8 sorts by code points, RFC 8785 by UTF-16 code units: they differ beyond the Basic Multilingual Plane.
std::u16string utf16(const std::string& text) {
  std::u16string units;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t code = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t j = 1; j < length && i + j < text.size(); ++j)
      code = (code << 6) | (static_cast<unsigned char>(text[i + j]) & 0x3FU);
    i += length;
    if (code >= 0x10000) {
      units += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      units += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      units += static_cast<char16_t>(code);
    }
  }
  return units;
}

void write(const Json& value, std::string& out);

void writeObject(const Json& object, std::string& out) {
  std::vector<std::pair<std::u16string, const std::string*>> names;
  for (const auto& [name, inner] : object.items()) names.emplace_back(utf16(name), &name);
  std::sort(names.begin(), names.end(),
            [](const auto& one, const auto& other) { return one.first < other.first; });
  out += '{';
  for (const auto& [units, name] : names) {
    if (out.back() != '{') out += ',';
    writeString(*name, out);
    out += ':';
    write(object.at(*name), out);
  }
  out += '}';
}

void write(const Json& value, std::string& out) {
  if (value.is_object()) {
    writeObject(value, out);
  } else if (value.is_array()) {
    out += '[';
    for (const Json& item : value) {
      if (&item != &value.front()) out += ',';
      write(item, out);
    }
    out += ']';
  } else if (value.is_string()) {
    writeString(value.get_ref<const std::string&>(), out);
  } else if (value.is_number()) {
    out += numberText(value.get<double>());
  } else {
    out += value.dump();
  }
}

}  // namespace

std::string canonicalText(const Json& value) {
  std::string text;
  write(value, text);
  return text;
}

std::string digestOf(const std::string& bytes) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(bytes.data(), bytes.size());
  return Poco::DigestEngine::digestToHex(engine.digest());
}

std::string canonicalDigest(const Json& value) { return digestOf(canonicalText(value)); }

}  // namespace cast::report
