#include "tests/suite.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

namespace cast::conformance::faults {
namespace {
using nlohmann::json;

// CAST_SUITE: the folder that holds profiles/ and requirements/, set in CMakeLists.txt.
std::vector<json> filesIn(const std::string& folder) {
  std::vector<json> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(CAST_SUITE) / folder)) {
    if (entry.path().extension() == ".json") files.push_back(json::parse(std::ifstream(entry.path())));
  }
  return files;
}

std::map<std::string, std::string> levels() {
  std::map<std::string, std::string> levels;
  for (const json& file : filesIn("requirements")) {
    for (const json& requirement : file.at("requirements"))
      levels[requirement.at("id")] = requirement.at("level");
  }
  return levels;
}

}  // namespace

std::set<std::string> bindingChecks() {
  const auto known = levels();
  std::set<std::string> checks;
  for (const json& profile : filesIn("profiles")) {
    if (profile.at("subject") != "hub") continue;
    for (const json& check : profile.at("checks")) {
      for (const std::string requirement : check.at("requirements")) {
        if (known.at(requirement).starts_with("SH")) checks.insert(check.at("id"));
      }
    }
  }
  return checks;
}

std::set<std::string> requirements() {
  std::set<std::string> ids;
  for (const auto& [id, level] : levels()) ids.insert(id);
  return ids;
}

}  // namespace cast::conformance::faults
