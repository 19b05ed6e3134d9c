#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/json.hpp"
#include "engine/known_failures.hpp"
#include "engine/outcome.hpp"
#include "engine/selection.hpp"
#include "engine/suite_files.hpp"
#include "engine/verdict.hpp"

namespace cast::conformance {

class Redaction;
struct Subject;

/// What one run was and found; written as result.json (result.schema.json).
struct RunRecord {
  Selection selection;
  std::vector<CheckOutcome> outcomes;  ///< one for each check of the selection
  std::string started;                 ///< RFC 3339
  std::string finished;
  double durationMs = 0;
  int jobs = 0;
  int repeat = 1;                            ///< runs of each check
  std::vector<std::string> runningWhenGone;  ///< see Findings
  std::vector<std::string> unclaimed;       ///< capabilities that the hub was seen to have and does not claim
  std::vector<std::string> doubtful;        ///< sentences about claims that look like a typing error
  std::optional<DetectionScore> detection;  ///< of the suite that judges
  std::optional<KnownFailures> known;
  std::vector<std::string> stale;  ///< entries of `known` that are of no use any more
  std::string repeatSuffix;        ///< and what follows it
  std::string repeatPrefix;        ///< the command that a check's id is added to

  Counts counts() const;
  ExitCode exitCode() const;
  std::string repeatCommand(const Check& check) const;
};

/// The result as JSON, tokens redacted.
Json resultJson(const RunRecord& record, const Suite& suite, const Subject& subject,
                const Redaction& redaction);

/// Writes DIR/result.json, whole or not at all, after validating it. Returns the file's path. Throws
/// std::runtime_error.
std::string writeResult(const Json& result, const Suite& suite, const std::string& directory);

}  // namespace cast::conformance
