#include "session/json_number.hpp"

#include <algorithm>
#include <cstddef>

namespace cast::hub {
namespace {

constexpr std::size_t kSafeInteger = 300;  // digits; a double has 308
constexpr std::size_t kSafeExponent = 2;   // digits

std::size_t endOfDigits(std::string_view text, std::size_t from) {
  return std::min(text.find_first_not_of("0123456789", from), text.size());
}

/// The closing quote of the string that begins at `from`, or the text's end.
std::size_t endOfString(std::string_view text, std::size_t from) {
  std::size_t at = from + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2U : 1U;
  return std::min(at, text.size());
}

/// 123[...]456.789 becomes 1.00[...]000000: a fraction stays a fraction, and its digits stay digits.
void shrinkInteger(std::string& text, std::size_t begin, std::size_t end) {
  std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin) + 1,
            text.begin() + static_cast<std::ptrdiff_t>(end), '0');
  const bool hasFraction = end < text.size() && text[end] == '.' && endOfDigits(text, end + 1) > end + 1;
  if (hasFraction) text[end] = '0';
  if (hasFraction || end == text.size() || text[end] != '.') text[begin + 1] = '.';
}

std::size_t shrinkNumber(std::string& text, std::size_t begin) {
  std::size_t at = endOfDigits(text, begin);
  const bool hasFraction = at < text.size() && text[at] == '.';
  const std::size_t integer = at;
  if (hasFraction) at = endOfDigits(text, at + 1);
  if (integer - begin > kSafeInteger && text[begin] != '0') shrinkInteger(text, begin, integer);
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  ++at;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  const std::size_t exponent = at;
  at = endOfDigits(text, at);
  if (at - exponent > kSafeExponent) {
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(exponent),
              text.begin() + static_cast<std::ptrdiff_t>(at), '0');
  }
  return at;
}

}  // namespace

std::string withSmallNumbers(std::string_view json) {
  std::string text(json);
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '"') {
      at = endOfString(text, at) + 1;
    } else if (text[at] >= '0' && text[at] <= '9') {
      at = shrinkNumber(text, at);
    } else {
      ++at;
    }
  }
  return text;
}

}  // namespace cast::hub
