#pragma once
#include <map>
#include <string>
#include <vector>

#include "engine/document.hpp"

namespace cast::conformance {

/// How binding a requirement is. Ordered from the strongest.
enum class Level { shall, should, may, informative };
std::string textOf(Level level);  ///< "SHALL", ...
Level levelOf(const std::string& text);

/// One statement of a specification (requirement.schema.json).
struct Requirement {
  std::string id;
  Level level = Level::shall;
  std::string section;
  std::string source;
  std::string role;
  std::string text;
  std::string judged;  ///< checks, attestation or untestable
  std::string reason;
  std::string question;
};

struct RequirementFile {
  std::string file;
  std::string source;
  std::vector<std::string> sections;
  std::map<std::string, std::string> withoutRequirement;  ///< sections that ask for nothing, and why
  std::vector<Requirement> requirements;
};

RequirementFile readRequirements(const Document& document);  ///< of a validated document

}  // namespace cast::conformance
