#include "engine/root_cause.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "engine/profile.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kLongestSign = 160;

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

bool isOfWord(char letter) {
  constexpr std::string_view kJoining = "-_.:";
  return isDigit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         static_cast<unsigned char>(letter) >= 0x80 || kJoining.find(letter) != std::string_view::npos;
}

/// An id, a time, a number: whatever holds a digit. A status of HTTP stays, since it says what went wrong.
bool differsFromRunToRun(std::string_view word) {
  if (std::none_of(word.begin(), word.end(), isDigit)) return false;
  return !(word.size() == 3 && word.front() >= '1' && word.front() <= '5' &&
           std::all_of(word.begin(), word.end(), isDigit));
}

/// The words without what is quoted, without data, without what differs from run to run.
std::string signOf(std::string_view text) {
  std::string sign;
  while (!text.empty() && sign.size() < kLongestSign && text.front() != '{' && text.front() != '[') {
    std::size_t size = 1;
    if (text.front() == '"') {
      size = std::min(text.find('"', 1), text.size() - 1) + 1;
      sign += '"';
    } else if (isOfWord(text.front())) {
      while (size < text.size() && isOfWord(text[size])) ++size;
      sign += differsFromRunToRun(text.substr(0, size)) ? "#" : text.substr(0, size);
    } else {
      sign += text.front();
    }
    text.remove_prefix(size);
  }
  return sign;
}

/// Over what the subject last did, or did not do, something: the same silence over two has two causes.
std::string lastTransport(const CheckOutcome& outcome) {
  const auto last = std::find_if(outcome.exchanges.rbegin(), outcome.exchanges.rend(),
                                 [](const Exchange& each) { return each.transport != Transport::runner; });
  return last == outcome.exchanges.rend() ? "" : std::to_string(static_cast<int>(last->transport));
}

/// What failures of one cause have in common. Where an expectation within data was not met, the member and
/// what was wrong with it tell, wherever it was looked for.
std::string keyOf(const CheckOutcome& outcome) {
  const Failure& failure = *outcome.failure;
  constexpr std::string_view kDiffers = "differs: ";
  const std::size_t differs = failure.observed.find(kDiffers);
  if (!failure.pointer.empty() && differs != std::string::npos)
    return failure.pointer + '\n' +
           signOf(std::string_view(failure.observed).substr(differs + kDiffers.size()));
  return failure.pointer + '\n' + signOf(failure.observed) + '\n' +
         (failure.pointer.empty() ? lastTransport(outcome) : "");
}

/// The first number of the failed step's place: how far the check got.
std::size_t stepsDone(const Check& check, const CheckOutcome& outcome) {
  const std::string place = outcome.failure->step.substr(
      std::min(outcome.failure->step.size(), (check.pointer + "/steps/").size()));
  std::size_t steps = 0;
  for (std::size_t i = 0; i < place.size() && isDigit(place[i]); ++i)
    steps = steps * 10 + static_cast<std::size_t>(place[i] - '0');
  return steps;
}

}  // namespace

std::vector<RootCause> rootCauses(const Selection& selection, const std::vector<CheckOutcome>& outcomes) {
  std::map<std::string, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    if (outcomes[i].failure) alike[keyOf(outcomes[i])].push_back(i);
  std::vector<RootCause> causes;
  for (auto& [key, places] : alike) {
    const auto rank = [&](std::size_t place) {
      return std::pair(selection.checks[place]->level, stepsDone(*selection.checks[place], outcomes[place]));
    };
    const auto root = std::min_element(places.begin(), places.end(),
                                       [&](auto one, auto other) { return rank(one) < rank(other); });
    RootCause cause{*root, places};
    cause.dependents.erase(cause.dependents.begin() + (root - places.begin()));
    causes.push_back(std::move(cause));
  }
  std::sort(causes.begin(), causes.end(), [&](const RootCause& one, const RootCause& other) {
    const auto rank = [&](const RootCause& cause) {
      return std::pair(selection.checks[cause.root]->level, cause.root);
    };
    return rank(one) < rank(other);
  });
  return causes;
}

}  // namespace cast::conformance
