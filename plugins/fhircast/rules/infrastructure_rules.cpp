#include <array>
#include <map>

#include "rules/rules.hpp"

namespace cast::fhircast {

namespace {

constexpr std::string_view kSystem = "https://fhircast.hl7.org/events/syncerror/";

// The event page calls the third system `subscriber`, the profile `subscribername`: both are taken.
std::string_view partOf(std::string_view system) {
  if (system.rfind(kSystem, 0) != 0) return {};
  const std::string_view part = system.substr(kSystem.size());
  return part == "subscriber" ? std::string_view("subscribername") : part;
}

void judgeCodings(const Json& issue, const std::string& pointer) {
  std::map<std::string_view, int> counts;
  const std::string at = pointer + "/details/coding";
  std::size_t index = 0;
  for (const Json& coding : arrayOf(objectOf(issue, "details"), "coding")) {
    const std::string_view part = partOf(textOf(coding, "system"));
    if (!part.empty() && textOf(coding, "code").empty())
      throw Fault("expected a `code` (FHIRcast 3.2.1, profile)", pointerTo(at, index));
    ++counts[part];
    ++index;
  }
  for (const std::string_view part : {"eventid", "eventname", "subscribername"}) {
    if (counts[part] != 1)
      throw Fault("expected one coding of the system " + std::string(kSystem) + std::string(part) +
                      " (FHIRcast 3.2.1, profile)",
                  counts[part] == 0 && arrayOf(objectOf(issue, "details"), "coding").empty() ? pointer : at);
  }
}

}  // namespace

void judgeSyncError(const Json& outcome, const std::string& pointer) {
  const Json& issues = arrayOf(outcome, "issue");
  const Json* found = nullptr;
  std::string at;
  // An event that is too large is told by the code too-long (2.10), where the profile knows only processing.
  for (const std::string_view code : {"processing", "too-long"}) {
    for (std::size_t index = 0; index < issues.size(); ++index) {
      if (textOf(issues[index], "code") != code) continue;
      if (found && textOf(*found, "code") == code)
        throw Fault("expected one issue with the code `processing` (FHIRcast 3.2.1, profile)",
                    pointerTo(pointer + "/issue", index));
      if (found) continue;
      found = &issues[index];
      at = pointerTo(pointer + "/issue", index);
    }
  }
  if (!found)
    throw Fault("expected an issue with the code `processing` (FHIRcast 3.2.1, profile)", pointer + "/issue");
  if (textOf(*found, "severity") != "warning")
    throw Fault("expected `warning` (FHIRcast 3.2.1)", at + "/severity");
  if (textOf(*found, "diagnostics").empty())
    throw Fault("expected `diagnostics` for people to read (FHIRcast 3.2.1, profile)", at);
  judgeCodings(*found, at);
}

void judgeParameters(const Json& parameters, const std::string& pointer) {
  std::map<std::string_view, int> counts;
  std::size_t index = 0;
  for (const Json& parameter : arrayOf(parameters, "parameter")) {
    const std::string_view name = textOf(parameter, "name");
    if ((name == "code" || name == "hub") && ++counts[name] > 1)
      throw Fault("expected one parameter of this name (FHIRcast 3.2.2, 3.2.3, profiles)",
                  pointerTo(pointer + "/parameter", index) + "/name");
    ++index;
  }
}

}  // namespace cast::fhircast
