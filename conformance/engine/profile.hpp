#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engine/document.hpp"
#include "engine/requirement.hpp"

namespace cast::conformance {

struct Profile;

/// One check of a profile. Its steps stay JSON: each kind's own code reads them.
struct Check {
  std::string id;
  std::string title;
  std::string pointer;  ///< into the profile's file
  std::vector<std::string> requirements;
  std::vector<std::string> capabilities;  ///< the profile's and its own
  std::string hint;
  std::vector<std::string> tags;
  std::shared_ptr<const Json> steps;
  const Profile* profile = nullptr;

  // From the requirements it cites:
  Level level = Level::informative;  ///< the strongest
  std::string section;               ///< of the first one that is as strong
};

/// A file of checks (profile.schema.json). Owned by the suite and never moved, since checks point at it.
struct Profile {
  std::string id;
  std::string title;
  std::string version;
  std::string subject;  ///< hub or client
  std::string file;
  std::string sha256;
  std::vector<const Profile*> extends;      ///< which whoever chooses this one chooses as well
  std::vector<std::string> without;         ///< their checks that are left out then
  std::shared_ptr<const Json> definitions;  ///< its own and those of what it extends
  std::vector<Check> checks;
};

/// Of a validated document, with the profiles that it extends. Throws DataFault for what the schema cannot
/// say (profile_rules.hpp).
std::unique_ptr<Profile> readProfile(const Document& document, std::vector<const Profile*> extended);

/// The profile and all that it extends, each once, what is extended first.
std::vector<const Profile*> withExtended(const Profile& profile);

}  // namespace cast::conformance
