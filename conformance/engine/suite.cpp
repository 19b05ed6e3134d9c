#include "engine/suite.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "engine/nearest.hpp"

namespace cast::conformance {
namespace {

namespace fs = std::filesystem;

Schema schemaOf(const fs::path& data, const char* name) {
  const fs::path folder = data / ".." / "schemas" / "conformance";
  const Document document = readDocument((folder / name).lexically_normal());
  try {
    return Schema(*document.value);
  } catch (const std::invalid_argument& failure) {
    throw DataFault(document.file, "", failure.what());
  }
}

/// The JSON files of a folder, in the order of their names.
std::vector<fs::path> filesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Suite::Suite(const fs::path& data)
    : profileSchema_(schemaOf(data, "profile.schema.json")),
      requirementSchema_(schemaOf(data, "requirement.schema.json")),
      subjectSchema_(schemaOf(data, "subject.schema.json")),
      resultSchema_(schemaOf(data, "result.schema.json")),
      knownFailuresSchema_(schemaOf(data, "known-failures.schema.json")) {
  for (const auto& file : filesOf(data / "requirements")) addRequirements(file);
  for (const auto& file : filesOf(data / "profiles"))
    if (profile(file.stem().string()) == nullptr) addProfile(file);  // it may be there as an extended one
}

void Suite::addRequirements(const fs::path& file) {
  const Document document = readDocument(file);
  validateDocument(document, requirementSchema_);
  RequirementFile added = readRequirements(document);
  for (std::size_t i = 0; i < added.requirements.size(); ++i)
    if (requirement(added.requirements[i].id) != nullptr)
      throw DataFault(document.file, pointerTo("/requirements", i) + "/id",
                      "'" + added.requirements[i].id + "' is the id of another requirement");
  requirementFiles_.push_back(std::move(added));
}

const Profile& Suite::addProfile(const fs::path& file) { return addProfile(readDocument(file), {}); }

const Profile& Suite::addProfile(const Document& document, const Ids& extendedBy) {
  auto profile = profileOf(document, extendedBy);
  if (const Profile* other = this->profile(profile->id))
    throw DataFault(profile->file, "/id", "'" + profile->id + "' is the id of " + other->file);
  for (const auto& added : profile->checks)
    if (const Check* other = check(added.id); other != nullptr)
      throw DataFault(profile->file, added.pointer + "/id",
                      "'" + added.id + "' is the id of a check in " + other->profile->file);
  profiles_.push_back(std::move(profile));
  return *profiles_.back();
}

/// Of a document of any form; the profiles that it extends are added. `extendedBy`: those that wait for it.
std::unique_ptr<Profile> Suite::profileOf(const Document& document, const Ids& extendedBy) {
  validateDocument(document, profileSchema_);
  const Json& json = *document.value;
  Ids waiting = extendedBy;
  waiting.push_back(json.at("id"));
  std::vector<const Profile*> extends;
  if (json.contains("extends"))
    for (std::size_t i = 0; i < json.at("extends").size(); ++i)
      extends.push_back(&extended(json.at("extends")[i], document, i, waiting));
  return readProfile(document, std::move(extends));
}

const Profile& Suite::extended(const std::string& id, const Document& by, std::size_t place,
                               const Ids& extendedBy) {
  if (const Profile* known = profile(id)) return *known;
  const std::string pointer = pointerTo("/extends", place);
  if (std::find(extendedBy.begin(), extendedBy.end(), id) != extendedBy.end())
    throw DataFault(by.file, pointer, "'" + id + "' extends this profile: neither can come first");
  const fs::path beside = fs::path(by.file).parent_path() / (id + ".json");
  if (!fs::exists(beside))
    throw DataFault(by.file, pointer,
                    "no profile has the id '" + id + "'" + hintFor(id, profileIds()) + ", and there is no " +
                        id + ".json beside this file");
  const Profile& added = addProfile(readDocument(beside), extendedBy);
  if (added.id != id)
    throw DataFault(added.file, "/id", "it is '" + added.id + "', and the file's name " + id);
  return added;
}

void Suite::tie() {
  for (const auto& profile : profiles_)
    for (auto& check : profile->checks) tie(check);
}

void Suite::tie(Check& check) const {
  bool first = true;
  for (std::size_t i = 0; i < check.requirements.size(); ++i) {
    const Requirement* cited = requirement(check.requirements[i]);
    if (cited == nullptr) {
      std::vector<std::string> ids;
      for (const auto& file : requirementFiles_)
        for (const auto& each : file.requirements) ids.push_back(each.id);
      throw DataFault(
          check.profile->file, pointerTo(check.pointer + "/requirements", i),
          "no requirement has the id '" + check.requirements[i] + "'" + hintFor(check.requirements[i], ids));
    }
    if (!first && cited->level >= check.level) continue;
    check.level = cited->level;
    check.section = cited->section;
    first = false;
  }
}

std::string Suite::validate(const fs::path& file) {
  const Document document = readDocument(file);
  const Json& json = *document.value;
  if (json.is_object() && json.contains("format")) {
    validateDocument(document, resultSchema_);
    return "result";
  }
  if (json.is_object() && (json.contains("checks") || json.contains("extends")) && json.contains("subject")) {
    const auto profile = profileOf(document);
    for (auto& check : profile->checks) tie(check);
    return "profile";
  }
  if (json.is_object() && json.contains("knownFailures")) {
    validateDocument(document, knownFailuresSchema_);
    return "known-failures";
  }
  if (json.is_object() && json.contains("requirements")) {
    validateDocument(document, requirementSchema_);
    return "requirements";
  }
  validateDocument(document, subjectSchema_);
  return "subject";
}

Document Suite::readSubjectFile(const fs::path& file) const {
  Document document = readDocument(file);
  validateDocument(document, subjectSchema_);
  return document;
}

const Requirement* Suite::requirement(const std::string& id) const {
  for (const auto& file : requirementFiles_)
    for (const auto& each : file.requirements)
      if (each.id == id) return &each;
  return nullptr;
}

const Profile* Suite::profile(const std::string& id) const {
  for (const auto& each : profiles_)
    if (each->id == id) return each.get();
  return nullptr;
}

const Check* Suite::check(const std::string& id) const {
  for (const auto& profile : profiles_)
    for (const auto& each : profile->checks)
      if (each.id == id) return &each;
  return nullptr;
}

std::vector<std::string> Suite::profileIds() const {
  std::vector<std::string> ids;
  for (const auto& each : profiles_) ids.push_back(each->id);
  return ids;
}

std::vector<std::string> Suite::checkIds() const {
  std::vector<std::string> ids;
  for (const auto& profile : profiles_)
    for (const auto& each : profile->checks) ids.push_back(each.id);
  return ids;
}

}  // namespace cast::conformance
