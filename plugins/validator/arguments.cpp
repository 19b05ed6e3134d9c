#include "validator/arguments.hpp"

#include <charconv>

namespace cast::validator {

Arguments::Arguments(const std::vector<std::string>& words, const std::set<std::string>& flags,
                     const std::set<std::string>& flagsWithValue) {
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (word->rfind("--", 0) != 0) {
      others_.push_back(*word);
      continue;
    }
    const auto equals = word->find('=');
    const std::string flag = word->substr(0, equals);
    if (flags.count(flag) != 0 && equals == std::string::npos) {
      values_.emplace(flag, "");
    } else if (flagsWithValue.count(flag) == 0) {
      throw UsageError("`" + *word + "` is no flag of this command");
    } else if (equals != std::string::npos) {
      values_.emplace(flag, word->substr(equals + 1));
    } else if (std::next(word) == words.end()) {
      throw UsageError("`" + flag + "` needs a value");
    } else {
      values_.emplace(flag, *++word);
    }
  }
}

std::vector<std::string> Arguments::all(const std::string& flag) const {
  std::vector<std::string> found;
  const auto [begin, end] = values_.equal_range(flag);
  for (auto entry = begin; entry != end; ++entry) found.push_back(entry->second);
  return found;
}

std::optional<std::string> Arguments::value(const std::string& flag) const {
  const auto found = all(flag);
  return found.empty() ? std::nullopt : std::optional(found.back());
}

unsigned long long Arguments::number(const std::string& flag, unsigned long long least,
                                     unsigned long long most, unsigned long long otherwise) const {
  const auto text = value(flag);
  if (!text) return otherwise;
  unsigned long long number = 0;
  const char* end = text->data() + text->size();
  const auto [stopped, problem] = std::from_chars(text->data(), end, number);
  if (problem != std::errc() || stopped != end || number < least || number > most)
    throw UsageError("`" + flag + " " + *text + "`: give a whole number from " + std::to_string(least) +
                     " to " + std::to_string(most));
  return number;
}

std::string Arguments::only(const std::string& what) const {
  if (others_.empty()) throw UsageError("name " + what);
  if (others_.size() > 1) throw UsageError("`" + others_[1] + "` is one word too many: name " + what);
  return others_.front();
}

}  // namespace cast::validator
