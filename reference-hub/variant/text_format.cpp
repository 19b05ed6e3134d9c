#include "variant/text_format.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <string>

namespace cast::hub {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Takes `digits` digits off the front of `text`; -1 where they are not there.
int takeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits ||
      !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), isDigit))
    return -1;
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) number = number * 10 + (text[i] - '0');
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view oneOf) {
  if (text.empty() || oneOf.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

bool takeUpTo(std::string_view& text, std::size_t digits, int most) {
  const int number = takeNumber(text, digits);
  return number >= 0 && number <= most;
}

bool takeDate(std::string_view& text) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = takeNumber(text, 4);
  if (year < 0 || !take(text, "-")) return false;
  const int month = takeNumber(text, 2);
  if (month < 1 || month > 12 || !take(text, "-")) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int days = kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
  const int day = takeNumber(text, 2);
  return day >= 1 && day <= days;
}

bool takeTime(std::string_view& text) {
  if (!takeUpTo(text, 2, 23) || !take(text, ":") || !takeUpTo(text, 2, 59) || !take(text, ":") ||
      !takeUpTo(text, 2, 60))
    return false;
  if (take(text, ".")) {
    if (takeNumber(text, 1) < 0) return false;
    while (takeNumber(text, 1) >= 0) {
    }
  }
  if (take(text, "Zz")) return true;
  return take(text, "+-") && takeUpTo(text, 2, 23) && take(text, ":") && takeUpTo(text, 2, 59);
}

bool isUri(std::string_view text) {
  constexpr std::string_view kNotInUris = " \"<>\\^`{|}";
  const bool plain = std::all_of(text.begin(), text.end(), [&](char c) {
    return c > ' ' && c < '\x7f' && kNotInUris.find(c) == std::string_view::npos;
  });
  if (!plain) return false;
  try {
    return !Poco::URI(std::string(text)).getScheme().empty();
  } catch (const Poco::Exception&) {
    return false;
  }
}

}  // namespace

bool fitsFormat(std::string_view format, std::string_view text) {
  if (format == "date-time") return takeDate(text) && take(text, "Tt") && takeTime(text) && text.empty();
  if (format == "date") return takeDate(text) && text.empty();
  if (format == "time") return takeTime(text) && text.empty();
  if (format == "uri") return isUri(text);
  return true;
}

bool fitsBase64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  });
}

std::string_view formatInWords(std::string_view format) {
  if (format == "date-time") return "a date and time with offset, such as 2024-01-15T10:30:00Z (RFC 3339)";
  if (format == "date") return "a date such as 2024-01-15 (RFC 3339)";
  if (format == "time") return "a time with offset, such as 10:30:00Z (RFC 3339)";
  if (format == "uri") return "a URI with its scheme, such as https://example.org/ (RFC 3986)";
  return format;
}

}  // namespace cast::hub
