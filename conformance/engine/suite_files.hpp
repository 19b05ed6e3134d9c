#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cast::conformance {

class Suite;

/// One file of the data that judges, as it was read.
struct SuiteFile {
  std::string name;  ///< below the suite, such as profiles/cast-hub-core.json; a vendor's by its file's name
  std::string bytes;
  std::string sha256;
};

/// Profiles, requirements and schemas, sorted by name. Throws DataFault for a file that is gone.
std::vector<SuiteFile> suiteFiles(const Suite& suite);

/// SHA-256 of the lines `SHA-256 two spaces name`, as sha256sum prints them: what tells one suite from
/// another.
std::string suiteDigest(const std::vector<SuiteFile>& files);

/// How many of the faults made on purpose this very suite finds by the checks meant for them.
struct DetectionScore {
  std::size_t faults = 0;
  std::size_t found = 0;
};

/// What `cast-conformance mutation --out FILE` wrote. Throws DataFault where it is none, or was measured for
/// another suite than this one.
DetectionScore readDetectionScore(const std::string& file, const Suite& suite);

/// The score that is kept beside the suite's profiles, as mutation.json; none where it was measured for
/// another suite: a vendor's own profiles make it another one.
std::optional<DetectionScore> storedDetectionScore(const Suite& suite);

}  // namespace cast::conformance
