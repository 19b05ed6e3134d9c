#include "reports/faces/causes.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace cast::report {
namespace {

constexpr std::size_t kLongestSign = 160;

bool isWordCharacter(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '-' || character == '_' ||
         character == '.' || character == ':' || static_cast<unsigned char>(character) >= 0x80;
}

// An identifier, a time, a number: whatever holds a digit. A status of HTTP stays, it says what went wrong.
bool isVolatile(std::string_view word) {
  if (std::none_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  const bool isStatus = word.size() == 3 && word.front() >= '1' && word.front() <= '5' &&
                        std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !isStatus;
}

// The words without what is quoted, without data, without what changes from run to run.
std::string signOf(std::string_view text) {
  std::string sign;
  for (std::size_t at = 0; at < text.size() && sign.size() < kLongestSign;) {
    const char character = text[at];
    if (character == '{' || character == '[') break;  // data begins
    if (character == '"') {
      const std::size_t end = text.find('"', at + 1);
      sign += '"';
      at = end == text.npos ? text.size() : end + 1;
    } else if (isWordCharacter(character)) {
      std::size_t end = at;
      while (end < text.size() && isWordCharacter(text[end])) ++end;
      const std::string_view word = text.substr(at, end - at);
      if (isVolatile(word)) {
        sign += '#';
      } else {
        sign += word;
      }
      at = end;
    } else {
      sign += character;
      ++at;
    }
  }
  while (!sign.empty() && sign.back() == ' ') sign.pop_back();
  return sign;
}

// Over which transport the subject last did, or did not do, something: the same silence over two of them has
// two causes.
std::string_view lastTransport(const Check& check) {
  for (auto exchange = check.transcript.rbegin(); exchange != check.transcript.rend(); ++exchange) {
    if (exchange->transport != Transport::kRunner) return nameOf(exchange->transport);
  }
  return "";
}

std::string keyOf(const Check& check) {
  if (!check.failure) return "reason:" + signOf(check.reason);
  const Failure& failure = *check.failure;
  // What an expectation within data found wrong is told by the member, wherever it was looked for.
  const std::string where = failure.pointer && !failure.pointer->empty() ? *failure.pointer : "";
  constexpr std::string_view kDiffers = "differs: ";
  const std::size_t differs = failure.observed.find(kDiffers);
  if (!where.empty() && differs != std::string::npos)
    return where + "\n" + signOf(std::string_view{failure.observed}.substr(differs + kDiffers.size()));
  return where + "\n" + signOf(failure.observed) + "\n" +
         (where.empty() ? std::string{lastTransport(check)} : "");
}

}  // namespace

std::vector<Cause> causesOf(const std::vector<const Check*>& findings) {
  // What the runner named the cause of others is theirs, whatever it observed itself.
  std::map<std::string, std::string> named;
  for (const Check* check : findings)
    if (check->failure && !check->failure->cause.empty())
      named[check->failure->cause] = named[check->id] = "check:" + check->failure->cause;
  std::vector<Cause> causes;
  std::map<std::string, std::size_t> places;
  for (const Check* check : findings) {
    const auto name = named.find(check->id);
    const auto [place, isNew] =
        places.emplace(name == named.end() ? keyOf(*check) : name->second, causes.size());
    if (isNew) causes.push_back({check->failure ? check->failure->observed : check->reason, {}});
    auto& checks = causes[place->second].checks;
    // The one that the others are said to follow from comes first.
    const bool isRoot = check->failure && check->failure->cause.empty() && named.count(check->id) == 1;
    checks.insert(isRoot ? checks.begin() : checks.end(), check);
  }
  std::stable_sort(causes.begin(), causes.end(), [](const Cause& one, const Cause& other) {
    if (one.checks.front()->level != other.checks.front()->level)
      return one.checks.front()->level < other.checks.front()->level;
    return one.checks.size() > other.checks.size();
  });
  return causes;
}

}  // namespace cast::report
