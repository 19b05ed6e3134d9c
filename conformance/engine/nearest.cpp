#include "engine/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace cast::conformance {
namespace {

/// Levenshtein's distance.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (const char letter : a) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (letter == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::size_t unlikeness(const std::string& name, const std::string& other) {
  const bool part = name.size() >= 3 && other.find(name) != std::string::npos;
  return part ? 0 : distance(name, other);
}

}  // namespace

std::vector<std::string> nearest(const std::string& name, const std::vector<std::string>& names) {
  std::vector<std::string> close;
  for (const auto& other : names)
    if (unlikeness(name, other) <= 2 + name.size() / 3) close.push_back(other);
  std::stable_sort(close.begin(), close.end(),
                   [&](const auto& a, const auto& b) { return unlikeness(name, a) < unlikeness(name, b); });
  if (close.size() > 3) close.resize(3);
  return close;
}

std::string hintFor(const std::string& name, const std::vector<std::string>& names) {
  const auto close = nearest(name, names);
  std::string hint;
  for (std::size_t i = 0; i < close.size(); ++i)
    hint += (i == 0 ? "" : i + 1 == close.size() ? " or " : ", ") + ("'" + close[i] + "'");
  return hint.empty() ? "" : "; did you mean " + hint + "?";
}

}  // namespace cast::conformance
