#pragma once
#include <string>
#include <vector>

namespace cast::conformance {

/// A word as a shell reads it back.
std::string shellWord(const std::string& word);
/// Words, separated by blanks.
std::string shellWords(const std::vector<std::string>& words);

}  // namespace cast::conformance
