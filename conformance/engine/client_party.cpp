#include "engine/client_party.hpp"

#include <Poco/RegularExpression.h>

#include <algorithm>

#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kKeptErrors = 20;
constexpr std::size_t kLongest = 600;

}  // namespace

void ClientParty::hear(bool error, const std::string& line) {
  const std::scoped_lock lock(mutex);
  lines.push_back(line);
  if (error) errors.push_back(line);
  if (errors.size() > kKeptErrors) errors.erase(errors.begin());
  changed.notify_all();
}

bool ClientParty::awaitLine(const std::string& pattern, const Deadline& deadline, const std::string& before) {
  const Poco::RegularExpression wanted(pattern);
  const Poco::RegularExpression first(before);
  std::unique_lock lock(mutex);
  std::size_t at = 0;
  bool counts = before.empty();
  const auto found = [&] {
    Poco::RegularExpression::Match match;
    for (; at < lines.size(); ++at) {
      if (counts && wanted.match(lines[at], 0, match) > 0) return true;
      counts = counts || first.match(lines[at], 0, match) > 0;
    }
    return false;
  };
  return changed.wait_until(lock, deadline.at(), [&] { return found() || ended; }) && found();
}

int ClientParty::countLines(const std::string& pattern) {
  const Poco::RegularExpression wanted(pattern);
  const std::scoped_lock lock(mutex);
  return static_cast<int>(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
    Poco::RegularExpression::Match match;
    return wanted.match(line, 0, match) > 0;
  }));
}

std::string ClientParty::lastWords() {
  const std::scoped_lock lock(mutex);
  std::string words;
  for (const auto& line : errors) words.append(words.empty() ? "" : " / ").append(line);
  return readableUtf8(words.size() > kLongest ? "..." + words.substr(words.size() - kLongest) : words);
}

}  // namespace cast::conformance
