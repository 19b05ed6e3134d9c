#include "reports/compare/run_set.hpp"

#include <algorithm>
#include <map>

#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

std::string shortHash(const std::string& sha256) { return sha256.empty() ? "no hash" : sha256.substr(0, 12); }

const Profile* profileOf(const Result& result, const std::string& id) {
  const auto found = std::find_if(result.profiles.begin(), result.profiles.end(),
                                  [&id](const Profile& profile) { return profile.id == id; });
  return found == result.profiles.end() ? nullptr : &*found;
}

std::vector<std::string> profileIds(const RunSet& runs) {
  std::vector<std::string> ids;
  for (const Run& run : runs)
    for (const Profile& profile : run.result.profiles)
      if (std::find(ids.begin(), ids.end(), profile.id) == ids.end()) ids.push_back(profile.id);
  return ids;
}

// "A: x; B, C: y" if not all are the same.
std::optional<std::string> disagreement(const RunSet& runs, const std::vector<std::string>& values) {
  std::vector<std::pair<std::string, std::string>> groups;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const auto& each) { return each.first == values[i]; });
    if (group == groups.end())
      groups.emplace_back(values[i], runs[i].label);
    else
      group->second += ", " + runs[i].label;
  }
  if (groups.size() < 2) return std::nullopt;
  std::string words;
  for (const auto& [value, labels] : groups)
    words.append(words.empty() ? "" : "; ").append(labels).append(": ").append(value);
  return words;
}

// The rows of `items` by id, over all runs.
template <class Item, class Describe>
std::vector<Row> rowsOf(const RunSet& runs, std::vector<Item> Result::*items, Describe describe) {
  std::vector<Row> rows;
  std::map<std::string, std::size_t> places;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    for (const Item& item : runs[run].result.*items) {
      const auto [place, isNew] = places.emplace(item.id, rows.size());
      if (isNew) {
        rows.push_back(describe(item));
        rows.back().verdicts.resize(runs.size());
      }
      rows[place->second].verdicts[run] = item.verdict;
    }
  }
  return rows;
}

bool hadPassed(const std::optional<Verdict>& before, const std::optional<Verdict>& now) {
  if (before == Verdict::kPassed) return now != Verdict::kPassed;
  return before == Verdict::kWarned && now == Verdict::kFailed;
}

}  // namespace

void label(RunSet& runs) {
  std::map<std::string, int> uses;
  for (const Run& run : runs) ++uses[subjectName(run.result.subject)];
  for (Run& run : runs) {
    run.label = subjectName(run.result.subject);
    if (uses[run.label] > 1) run.label += " (" + run.file + ")";
  }
}

std::vector<std::string> differentMeasures(const RunSet& runs) {
  std::vector<std::string> sentences;
  const auto hold = [&](const std::string& what, const auto& valueOf) {
    std::vector<std::string> values;
    for (const Run& run : runs) values.push_back(valueOf(run.result));
    if (const auto words = disagreement(runs, values)) sentences.push_back(what + " differs: " + *words);
  };
  hold("the suite", [](const Result& result) { return result.suite.name + " " + result.suite.version; });
  const bool allHashed =
      std::all_of(runs.begin(), runs.end(), [](const Run& run) { return !run.result.suite.sha256.empty(); });
  // A result of version 1 has no hash of the suite; its profiles' hashes are held below.
  if (allHashed)
    hold("the suite's data", [](const Result& result) { return shortHash(result.suite.sha256); });
  for (const std::string& id : profileIds(runs))
    hold("the profile " + id, [&id](const Result& result) -> std::string {
      const Profile* profile = profileOf(result, id);
      return profile ? profile->version + " " + shortHash(profile->sha256) : "not run";
    });
  hold("the selection of checks",
       [](const Result& result) { return counted(result.counts.total(), "check"); });
  return sentences;
}

bool Row::differs() const {
  return std::any_of(verdicts.begin(), verdicts.end(),
                     [this](const auto& each) { return each != verdicts.front(); });
}

std::vector<Row> requirementRows(const RunSet& runs) {
  return rowsOf(runs, &Result::requirements, [](const Requirement& requirement) {
    return Row{requirement.id, requirement.text, requirement.section, requirement.level, {}};
  });
}

std::vector<Row> checkRows(const RunSet& runs) {
  return rowsOf(runs, &Result::checks, [](const Check& check) {
    return Row{check.id, check.title, "", check.level, {}};
  });
}

std::vector<Change> changes(const RunSet& oldAndNew) {
  std::vector<Change> all;
  for (Row& row : checkRows(oldAndNew)) {
    if (!row.differs()) continue;
    const bool isRegression = hadPassed(row.verdicts.front(), row.verdicts.back());
    all.push_back({std::move(row), isRegression});
  }
  std::stable_sort(all.begin(), all.end(), [](const Change& one, const Change& other) {
    return one.isRegression > other.isRegression;
  });
  return all;
}

std::string_view wordFor(const std::optional<Verdict>& verdict) {
  return verdict ? nameOf(*verdict) : "not run";
}

}  // namespace cast::report
