#include "reports/faces/causes.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cast::report {
namespace {

// Those that the runner says others follow from.
std::set<std::string> rootsOf(const std::vector<const Check*>& findings) {
  std::set<std::string> roots;
  for (const Check* check : findings)
    if (check->failure && !check->failure->cause.empty()) roots.insert(check->failure->cause);
  return roots;
}

std::string keyOf(const Check& check) {
  if (!check.failure) return "reason:" + check.reason;
  return "check:" + (check.failure->cause.empty() ? check.id : check.failure->cause);
}

}  // namespace

std::vector<Cause> causesOf(const std::vector<const Check*>& findings) {
  const std::set<std::string> roots = rootsOf(findings);
  std::vector<Cause> causes;
  std::map<std::string, std::size_t> places;
  for (const Check* check : findings) {
    const auto [place, isNew] = places.emplace(keyOf(*check), causes.size());
    if (isNew) causes.emplace_back();
    auto& checks = causes[place->second].checks;
    checks.insert(roots.contains(check->id) ? checks.begin() : checks.end(), check);
  }
  std::stable_sort(causes.begin(), causes.end(), [](const Cause& one, const Cause& other) {
    if (one.checks.front()->level != other.checks.front()->level)
      return one.checks.front()->level < other.checks.front()->level;
    return one.checks.size() > other.checks.size();
  });
  return causes;
}

}  // namespace cast::report
