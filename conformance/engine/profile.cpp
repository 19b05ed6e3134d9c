#include "engine/profile.hpp"

#include <nlohmann/json.hpp>

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

}  // namespace

std::unique_ptr<Profile> readProfile(const Document& document) {
  const Json& json = *document.value;
  auto profile = std::make_unique<Profile>();
  profile->id = json.at("id");
  profile->title = json.at("title");
  profile->version = json.at("version");
  profile->subject = json.at("subject");
  profile->file = document.file;
  profile->sha256 = document.sha256;
  profile->definitions =
      std::make_shared<const Json>(json.contains("definitions") ? json.at("definitions") : Json::object());
  const auto capabilities = texts(json, "capabilities");
  for (std::size_t i = 0; i < json.at("checks").size(); ++i) {
    profile->checks.push_back(readCheck(json.at("checks")[i], pointerTo("/checks", i), capabilities));
    profile->checks.back().profile = profile.get();
  }
  applyProfileRules(*profile);
  return profile;
}

}  // namespace cast::conformance
