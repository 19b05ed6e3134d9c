// Results side by side: which runs can be compared, where they differ, and what has got worse. Plain values
// and pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/result/result.hpp"

namespace cast::report {

struct Run {
  std::string label;  // unique within a set: the subject's name, with the file's where two have the same
  std::string file;
  Result result;
};

using RunSet = std::vector<Run>;

// Gives each run its label.
void label(RunSet& runs);

// What was judged by different measures: another suite, a profile that is another or that one of them lacks.
// Verdicts of such runs don't compare. One sentence each; empty where all were judged by the same.
std::vector<std::string> differentMeasures(const RunSet& runs);

// The verdicts on one requirement, or of one check, by run; nothing where a run has none.
struct Row {
  std::string id, text, section;  // `section` is empty for a check
  Level level = Level::kShall;
  std::vector<std::optional<Verdict>> verdicts;

  bool differs() const;
};

// In the order of the first run, then what only the others have.
std::vector<Row> requirementRows(const RunSet& runs);
std::vector<Row> checkRows(const RunSet& runs);

// Rows of two runs, the old and the new.
struct Change {
  Row row;
  // Something passed and does not any more: it fails, warns, was skipped, could not be judged or is gone.
  bool isRegression = false;
};

// Every check whose verdict changed, regressions first.
std::vector<Change> changes(const RunSet& oldAndNew);

// "passed", or "not run".
std::string_view wordFor(const std::optional<Verdict>& verdict);

}  // namespace cast::report
