#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/profile.hpp"
#include "engine/requirement.hpp"
#include "engine/schema.hpp"

namespace cast::conformance {

/// All that the runner knows as data: requirements, profiles, and the schemas they are validated by. Loaded
/// once, immutable afterwards. Everything throws DataFault.
class Suite {
 public:
  /// `data` holds profiles/ and requirements/, and ../schemas/conformance lies beside it.
  explicit Suite(const std::filesystem::path& data);

  /// Adds a vendor's files.
  void addRequirements(const std::filesystem::path& file);
  const Profile& addProfile(const std::filesystem::path& file);

  /// Ties each check to the requirements it cites. After the last addition.
  void tie();

  /// Validates a file of any kind by itself, with the profiles that it extends; returns its kind in a word.
  std::string validate(const std::filesystem::path& file);
  Document readSubjectFile(const std::filesystem::path& file) const;

  const std::vector<std::unique_ptr<Profile>>& profiles() const { return profiles_; }
  const std::vector<RequirementFile>& requirementFiles() const { return requirementFiles_; }
  const Requirement* requirement(const std::string& id) const;
  const Profile* profile(const std::string& id) const;
  const Check* check(const std::string& id) const;
  const Schema& resultSchema() const { return resultSchema_; }
  const Schema& knownFailuresSchema() const { return knownFailuresSchema_; }
  const Schema& subjectSchema() const { return subjectSchema_; }
  std::vector<std::string> profileIds() const;
  std::vector<std::string> checkIds() const;

 private:
  using Ids = std::vector<std::string>;
  const Profile& addProfile(const Document& document, const Ids& extendedBy);
  std::unique_ptr<Profile> profileOf(const Document& document, const Ids& extendedBy = {});
  const Profile& extended(const std::string& id, const Document& by, std::size_t place,
                          const Ids& extendedBy);
  void tie(Check& check) const;

  Schema profileSchema_;
  Schema requirementSchema_;
  Schema subjectSchema_;
  Schema resultSchema_;
  Schema knownFailuresSchema_;
  std::vector<RequirementFile> requirementFiles_;
  std::vector<std::unique_ptr<Profile>> profiles_;
};

}  // namespace cast::conformance
