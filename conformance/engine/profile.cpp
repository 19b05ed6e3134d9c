#include "engine/profile.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "engine/nearest.hpp"
#include "engine/profile_rules.hpp"

namespace cast::conformance {
namespace {

std::vector<std::string> texts(const Json& json, const char* member) {
  return json.contains(member) ? json.at(member).get<std::vector<std::string>>() : std::vector<std::string>();
}

Check readCheck(const Json& json, const std::string& pointer, const std::vector<std::string>& capabilities) {
  Check check;
  check.id = json.at("id");
  check.title = json.at("title");
  check.pointer = pointer;
  check.requirements = texts(json, "requirements");
  check.capabilities = capabilities;
  for (const auto& capability : texts(json, "capabilities"))
    if (std::find(capabilities.begin(), capabilities.end(), capability) == capabilities.end())
      check.capabilities.push_back(capability);
  check.hint = json.value("hint", "");
  check.tags = json.value("tags", check.tags);
  check.steps = std::make_shared<const Json>(json.at("steps"));
  return check;
}

/// The profile's own definitions and, under other names, those of what it extends.
std::shared_ptr<const Json> definitionsOf(const Json& json, const Profile& profile) {
  Json all = Json::object();
  for (const Profile* each : profile.extends) all.update(*each->definitions);
  if (json.contains("definitions")) all.update(json.at("definitions"));
  return std::make_shared<const Json>(std::move(all));
}

void requireSameKind(const Profile& profile) {
  for (std::size_t i = 0; i < profile.extends.size(); ++i)
    if (profile.extends[i]->subject != profile.subject)
      throw DataFault(profile.file, pointerTo("/extends", i),
                      "'" + profile.extends[i]->id + "' puts a " + profile.extends[i]->subject +
                          " to the test, this profile a " + profile.subject);
}

void requireChecksToLeaveOut(const Profile& profile) {
  std::vector<std::string> known;
  for (const Profile* each : withExtended(profile))
    for (const auto& check : each->checks)
      if (each != &profile) known.push_back(check.id);
  for (std::size_t i = 0; i < profile.without.size(); ++i)
    if (std::find(known.begin(), known.end(), profile.without[i]) == known.end())
      throw DataFault(profile.file, pointerTo("/without", i),
                      "no check of the extended profiles has the id '" + profile.without[i] + "'" +
                          hintFor(profile.without[i], known));
}

void addExtended(const Profile& profile, std::vector<const Profile*>& found) {
  for (const Profile* each : profile.extends) addExtended(*each, found);
  if (std::find(found.begin(), found.end(), &profile) == found.end()) found.push_back(&profile);
}

}  // namespace

std::vector<const Profile*> withExtended(const Profile& profile) {
  std::vector<const Profile*> found;
  addExtended(profile, found);
  return found;
}

std::unique_ptr<Profile> readProfile(const Document& document, std::vector<const Profile*> extended) {
  const Json& json = *document.value;
  auto profile = std::make_unique<Profile>();
  profile->id = json.at("id");
  profile->title = json.at("title");
  profile->version = json.at("version");
  profile->subject = json.at("subject");
  profile->file = document.file;
  profile->sha256 = document.sha256;
  profile->extends = std::move(extended);
  profile->without = texts(json, "without");
  profile->definitions = definitionsOf(json, *profile);
  const auto capabilities = texts(json, "capabilities");
  const Json checks = json.value("checks", Json::array());
  for (std::size_t i = 0; i < checks.size(); ++i) {
    profile->checks.push_back(readCheck(checks[i], pointerTo("/checks", i), capabilities));
    profile->checks.back().profile = profile.get();
  }
  requireSameKind(*profile);
  requireChecksToLeaveOut(*profile);
  applyProfileRules(*profile);
  return profile;
}

}  // namespace cast::conformance
