#include "engine/requirement.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace cast::conformance {
namespace {

constexpr std::array<const char*, 4> kLevels{"SHALL", "SHOULD", "MAY", "informative"};

Requirement readRequirement(const Json& json, const std::string& source) {
  return {json.at("id"),
          levelOf(json.at("level")),
          json.at("section"),
          source,
          json.value("role", ""),
          json.at("text"),
          json.at("judged"),
          json.value("reason", ""),
          json.value("question", "")};
}

}  // namespace

std::string textOf(Level level) { return kLevels[static_cast<std::size_t>(level)]; }

Level levelOf(const std::string& text) {
  for (std::size_t i = 0; i < kLevels.size(); ++i)
    if (text == kLevels[i]) return static_cast<Level>(i);
  return Level::informative;
}

RequirementFile readRequirements(const Document& document) {
  const Json& json = *document.value;
  RequirementFile file{document.file, json.at("source"), {}, {}, {}};
  if (json.contains("sections")) file.sections = json.at("sections").get<std::vector<std::string>>();
  if (json.contains("withoutRequirement"))
    file.withoutRequirement = json.at("withoutRequirement").get<std::map<std::string, std::string>>();
  for (const auto& each : json.at("requirements"))
    file.requirements.push_back(readRequirement(each, file.source));
  return file;
}

}  // namespace cast::conformance
