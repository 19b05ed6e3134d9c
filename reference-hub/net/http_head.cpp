#include "net/http_head.hpp"

#include <algorithm>
#include <cctype>

namespace cast::hub {
namespace {

bool isToken(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kMarks.find(c) != std::string_view::npos;
  });
}

bool isVisible(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool isVersion(std::string_view text) {
  const auto isDigit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  return text.size() == 8 && text.starts_with("HTTP/") && isDigit(5) && text[6] == '.' && isDigit(7);
}

bool isRequestLine(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  return first < last && last != std::string_view::npos && isToken(line.substr(0, first)) &&
         isVisible(line.substr(first + 1, last - first - 1)) && isVersion(line.substr(last + 1));
}

bool isField(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) return false;
  return std::none_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

}  // namespace

std::optional<std::string> faultOfHead(std::string_view head) {
  std::size_t end = head.find("\r\n");
  if (!isRequestLine(head.substr(0, end))) return "its first line is not `METHOD TARGET HTTP/1.1`";
  for (std::size_t number = 1;; ++number) {
    head.remove_prefix(end + 2);
    end = head.find("\r\n");
    if (end == 0 || end == std::string_view::npos) return std::nullopt;
    if (!isField(head.substr(0, end))) return "header " + std::to_string(number) + " is not `Name: value`";
  }
}

}  // namespace cast::hub
