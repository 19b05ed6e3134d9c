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

/// All checks of a kind of subject.
std::vector<json> checksOf(const std::string& subject) {
  std::vector<json> checks;
  for (const json& profile : filesIn("profiles"))
    if (profile.at("subject") == subject)
      checks.insert(checks.end(), profile.at("checks").begin(), profile.at("checks").end());
  return checks;
}

}  // namespace

std::set<std::string> bindingChecks() {
  const auto known = levels();
  std::set<std::string> binding;
  for (const json& check : checksOf("hub"))
    for (const std::string requirement : check.at("requirements"))
      if (known.at(requirement).starts_with("SH")) binding.insert(check.at("id"));
  return binding;
}

std::set<std::string> checksOfClients() {
  std::set<std::string> ids;
  for (const json& check : checksOf("client")) ids.insert(check.at("id"));
  return ids;
}

std::set<std::string> checksThatFindFaultsOfClients() {
  std::set<std::string> ids;
  const auto file = std::filesystem::path(CAST_SUITE) / "faults" / "client" / "faults.json";
  for (const json& fault : json::parse(std::ifstream(file)))
    for (const json& check : fault.at("killedBy")) ids.insert(check);
  return ids;
}

/// Those that checks of hubs cite; what binds clients alone is broken by the client's faults.
std::set<std::string> bindingRequirements() {
  std::set<std::string> cited;
  for (const json& check : checksOf("hub"))
    for (const std::string requirement : check.at("requirements")) cited.insert(requirement);
  std::set<std::string> ids;
  for (const json& file : filesIn("requirements"))
    for (const json& requirement : file.at("requirements"))
      if (requirement.at("level").get<std::string>().starts_with("SH") &&
          requirement.at("judged") == "checks" && cited.contains(requirement.at("id").get<std::string>()))
        ids.insert(requirement.at("id"));
  return ids;
}

std::set<std::string> requirements() {
  std::set<std::string> ids;
  for (const auto& [id, level] : levels()) ids.insert(id);
  return ids;
}

}  // namespace cast::conformance::faults
