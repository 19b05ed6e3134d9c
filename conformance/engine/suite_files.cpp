#include "engine/suite_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/data_fault.hpp"
#include "engine/json_text.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> bytesOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  if (!stream || fs::is_directory(file)) return std::nullopt;
  bytes << stream.rdbuf();
  return bytes.str();
}

SuiteFile read(const fs::path& file, const std::string& folder) {
  const auto bytes = bytesOf(file);
  if (!bytes) throw DataFault(file.string(), "", "was read before and is gone");
  return {folder + "/" + file.filename().string(), *bytes, sha256(*bytes)};
}

/// Where profiles/ and requirements/ are, from the first file that was loaded: vendors' come later.
fs::path dataFolder(const Suite& suite) {
  if (suite.requirementFiles().empty()) return {};
  return fs::path(suite.requirementFiles().front().file).parent_path().parent_path();
}

}  // namespace

std::vector<SuiteFile> suiteFiles(const Suite& suite) {
  std::vector<SuiteFile> files;
  for (const auto& profile : suite.profiles()) files.push_back(read(profile->file, "profiles"));
  for (const auto& requirements : suite.requirementFiles())
    files.push_back(read(requirements.file, "requirements"));
  std::error_code missing;
  for (const auto& entry :
       fs::directory_iterator(dataFolder(suite) / ".." / "schemas" / "conformance", missing))
    if (entry.path().extension() == ".json") files.push_back(read(entry.path(), "schemas"));
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

std::string suiteDigest(const std::vector<SuiteFile>& files) {
  std::string lines;
  for (const auto& file : files) lines.append(file.sha256).append("  ").append(file.name).append("\n");
  return sha256(lines);
}

namespace {

Json readMutation(const std::string& file) {
  const auto bytes = bytesOf(file);
  if (!bytes) throw DataFault(file, "", "cannot be read: name a file that mutation --out wrote");
  const JsonText text = readJson(*bytes);
  if (!text.defect.empty()) throw DataFault(file, "", text.defect);
  return *text.value;
}

bool isOf(const Json& mutation, const std::string& digest) {
  const Json* of = valueAt(mutation, "/suite/sha256");
  return of != nullptr && *of == digest;
}

DetectionScore scoreIn(const Json& mutation, const std::string& file) {
  const auto number = [&](const char* pointer) {
    const Json* found = valueAt(mutation, pointer);
    if (found == nullptr || !found->is_number_unsigned())
      throw DataFault(file, pointer, "a number is missing: name a file that mutation --out wrote");
    return found->get<std::size_t>();
  };
  const DetectionScore score{number("/faults"), number("/asIntended")};
  if (score.faults == 0 || score.found > score.faults)
    throw DataFault(file, "/asIntended", "is no part of /faults: measure again with mutation --out");
  return score;
}

}  // namespace

DetectionScore readDetectionScore(const std::string& file, const Suite& suite) {
  const Json mutation = readMutation(file);
  const std::string digest = suiteDigest(suiteFiles(suite));
  if (!isOf(mutation, digest))
    throw DataFault(file, "/suite/sha256",
                    "was measured for another suite than this run's (" + digest.substr(0, 12) +
                        "...): measure again with mutation --out");
  return scoreIn(mutation, file);
}

std::optional<DetectionScore> storedDetectionScore(const Suite& suite) {
  const std::string file = (dataFolder(suite) / "mutation.json").string();
  if (!fs::exists(file)) return std::nullopt;
  const Json mutation = readMutation(file);
  if (!isOf(mutation, suiteDigest(suiteFiles(suite)))) return std::nullopt;
  return scoreIn(mutation, file);
}

}  // namespace cast::conformance
