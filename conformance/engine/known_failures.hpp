#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/outcome.hpp"
#include "engine/selection.hpp"

namespace cast::conformance {

class Suite;

/// A failure that the subject's owner knows of (known-failures.schema.json).
struct KnownFailure {
  std::string check;
  std::string owner;
  std::string reason;
  std::string link;
};

/// What an owner knows to be broken. It changes no verdict: it tells a failure that is new from one that
/// isn't.
struct KnownFailures {
  std::string file;
  std::string sha256;
  std::map<std::string, KnownFailure> byCheck;

  /// Each entry of no use any more, in a sentence: its check is nowhere, or was run and not broken.
  std::vector<std::string> stale(const Suite& suite, const Selection& selection,
                                 const std::vector<CheckOutcome>& outcomes) const;
  /// Whether all that failed was known.
  bool coverAll(const Selection& selection, const std::vector<CheckOutcome>& outcomes) const;
};

/// Throws DataFault.
KnownFailures readKnownFailures(const Suite& suite, const std::filesystem::path& file);

}  // namespace cast::conformance
