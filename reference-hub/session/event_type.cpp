#include "session/event_type.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>

namespace cast::hub {
namespace {

constexpr std::size_t kMaxEventType = 128;

bool isAlphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isName(std::string_view text) {
  return !text.empty() && isAlphanumeric(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return isAlphanumeric(c) || c == '.' || c == '_' || c == '-';
  });
}

/// Takes `pattern` off the front of `text`; '0' in it stands for any digit, other characters for themselves.
bool take(std::string_view& text, std::string_view pattern) {
  if (text.size() < pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '0' ? !isDigit(text[i]) : text[i] != pattern[i]) return false;
  }
  text.remove_prefix(pattern.size());
  return true;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool takeFraction(std::string_view& text) {
  if (text.empty() || text.front() != '.') return true;
  text.remove_prefix(1);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(digits);
  return digits > 0;
}

bool isOffset(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return false;
  std::string_view rest = text.substr(1);
  return take(rest, "00:00") && number(text.substr(1, 2)) < 24 && number(text.substr(4, 2)) < 60;
}

}  // namespace

bool isEventType(std::string_view text) {
  if (text.size() > kMaxEventType) return false;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return isName(text);
  return isName(text.substr(0, colon)) && isName(text.substr(colon + 1));
}

bool isTimestamp(std::string_view text) {
  const std::string_view whole = text;
  if (!take(text, "0000-00-00") || text.empty() || (text.front() != 'T' && text.front() != 't')) return false;
  text.remove_prefix(1);
  if (!take(text, "00:00:00") || !takeFraction(text) || !isOffset(text)) return false;
  using std::chrono::day, std::chrono::month, std::chrono::year, std::chrono::year_month_day;
  const year_month_day date{year{number(whole.substr(0, 4))},
                            month{static_cast<unsigned>(number(whole.substr(5, 2)))},
                            day{static_cast<unsigned>(number(whole.substr(8, 2)))}};
  return date.ok() && number(whole.substr(11, 2)) < 24 && number(whole.substr(14, 2)) < 60 &&
         number(whole.substr(17, 2)) <= 60;
}

}  // namespace cast::hub
