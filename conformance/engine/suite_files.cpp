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

std::optional<DetectionScore> detectionScore(const Suite& suite, const std::string& digest) {
  const auto bytes = bytesOf(dataFolder(suite) / "mutation.json");
  if (!bytes) return std::nullopt;
  const JsonText text = readJson(*bytes);
  const Json* of = valueAt(*text.value, "/suite/sha256");
  const Json* faults = valueAt(*text.value, "/faults");
  const Json* found = valueAt(*text.value, "/asIntended");
  if (of == nullptr || *of != digest || faults == nullptr || found == nullptr) return std::nullopt;
  if (!faults->is_number_unsigned() || !found->is_number_unsigned() || *faults == 0) return std::nullopt;
  return DetectionScore{faults->get<std::size_t>(), found->get<std::size_t>()};
}

}  // namespace cast::conformance
