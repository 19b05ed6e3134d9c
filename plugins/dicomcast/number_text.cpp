#include "number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace cast::dicomcast {
namespace {

using Json = nlohmann::json;

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53: a double holds every integer up to it
constexpr std::size_t kDecimalCharacters = 16;         // PS3.5 section 6.2, DS

// A decimal number as its significant digits and their power of ten, so that two spellings can be compared.
struct Decimal {
  bool negative = false;
  std::string digits;  // without zeros at either end
  long exponent = 0;   // of the last digit

  bool operator==(const Decimal& other) const {
    if (digits.empty() && other.digits.empty()) return negative == other.negative;
    return negative == other.negative && digits == other.digits && exponent == other.exponent;
  }
};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Takes digits from the front of `text`.
std::string_view takeDigits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && isDigit(text[count])) ++count;
  const auto digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// Takes an exponent such as E-3; false where there is the letter alone.
bool takeExponent(std::string_view& text, long& exponent) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return true;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto digits = takeDigits(text);
  if (digits.empty() || digits.size() > 4) return false;
  for (const char digit : digits) exponent = exponent * 10 + (digit - '0');
  if (negative) exponent = -exponent;
  return true;
}

std::optional<Decimal> decimalOf(std::string_view text) {
  Decimal number;
  number.negative = text.starts_with('-');
  if (number.negative || text.starts_with('+')) text.remove_prefix(1);
  const auto whole = takeDigits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = takeDigits(text);
  }
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (!takeExponent(text, number.exponent) || !text.empty()) return std::nullopt;
  number.digits = std::string(whole) + std::string(fraction);
  number.exponent -= static_cast<long>(fraction.size());
  while (!number.digits.empty() && number.digits.back() == '0') {
    number.digits.pop_back();
    ++number.exponent;
  }
  number.digits.erase(0, number.digits.find_first_not_of('0'));
  return number;
}

std::string shortest(double number) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

double doubleOf(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() ? number : std::nan("");
}

Json valueOfDouble(double number) {
  if (number == std::floor(number) && std::fabs(number) <= kExactIntegers &&
      !(number == 0 && std::signbit(number)))
    return static_cast<std::int64_t>(number);
  return number;
}

Json nameOfNonFinite(double number) {
  if (std::isnan(number)) return "NaN";
  return number > 0 ? "Infinity" : "-Infinity";
}

std::optional<double> nonFiniteOf(std::string_view text) {
  if (text == "NaN") return std::nan("");
  if (text == "Infinity") return HUGE_VAL;
  if (text == "-Infinity") return -HUGE_VAL;
  return std::nullopt;
}

std::optional<std::int64_t> integerOfText(std::string_view text, bool isSigned) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const char* end = text.data() + text.size();
  std::int64_t number = 0;
  std::uint64_t positive = 0;
  const auto read =
      isSigned ? std::from_chars(text.data(), end, number) : std::from_chars(text.data(), end, positive);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return isSigned ? number : static_cast<std::int64_t>(positive);
}

}  // namespace

Json valueOfNumberText(std::string_view text) {
  const auto decimal = decimalOf(text);
  if (decimal) {
    const double number = doubleOf(text);
    if (std::isfinite(number) && decimalOf(shortest(number)) == decimal) return valueOfDouble(number);
  }
  return std::string(text);
}

Json valueOfInteger(std::int64_t number) {
  constexpr auto kLimit = static_cast<std::int64_t>(kExactIntegers);
  if (number >= -kLimit && number <= kLimit) return number;
  return std::to_string(number);
}

Json valueOfInteger(std::uint64_t number) {
  if (number <= static_cast<std::uint64_t>(kExactIntegers)) return number;
  return std::to_string(number);
}

Json valueOfFloat(float number) {
  if (!std::isfinite(number)) return nameOfNonFinite(static_cast<double>(number));
  // The shortest text that is this float, and not the double's 17 digits that nobody measured.
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return valueOfDouble(doubleOf({buffer.data(), static_cast<std::size_t>(end - buffer.data())}));
}

Json valueOfFloat(double number) {
  return std::isfinite(number) ? valueOfDouble(number) : nameOfNonFinite(number);
}

std::optional<double> floatOfValue(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (const auto nonFinite = nonFiniteOf(text)) return nonFinite;
  return decimalOf(text) ? std::optional(doubleOf(text)) : std::nullopt;
}

std::optional<std::int64_t> integerOfValue(const Json& value, bool isSigned) {
  if (value.is_string()) return integerOfText(value.get_ref<const std::string&>(), isSigned);
  if (value.is_number_integer()) return integerOfText(value.dump(), isSigned);
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();
  if (number != std::floor(number) || std::fabs(number) > kExactIntegers || (!isSigned && number < 0))
    return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<std::string> decimalText(const Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() <= kDecimalCharacters && decimalOf(text)) return text;
  }
  const auto number = floatOfValue(value);
  if (!number || !std::isfinite(*number)) return std::nullopt;
  std::string text = shortest(*number);
  for (int precision = 16; text.size() > kDecimalCharacters && precision > 0; --precision) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), *number,
                                   std::chars_format::general, precision)
                         .ptr;
    text.assign(buffer.data(), end);
  }
  return text;
}

}  // namespace cast::dicomcast
