#include "engine/selection.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/data_fault.hpp"
#include "engine/nearest.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The profiles to run, and which of their checks those that are named leave out.
struct Choice {
  std::vector<const Profile*> profiles;
  std::vector<std::string> without;
};

Choice choiceOf(Suite& suite, const Subject& subject) {
  Choice choice;
  auto& chosen = choice.profiles;
  for (const auto& name : subject.profiles) {
    const Profile& profile = profileNamed(suite, name);
    if (profile.subject != subject.kind)
      throw DataFault("the profile '" + profile.id + "' puts a " + profile.subject +
                      " to the test, this subject is a " + subject.kind);
    for (const Profile* each : withExtended(profile))
      if (std::find(chosen.begin(), chosen.end(), each) == chosen.end()) chosen.push_back(each);
    choice.without.insert(choice.without.end(), profile.without.begin(), profile.without.end());
  }
  if (!subject.profiles.empty()) return choice;
  for (const auto& profile : suite.profiles())
    if (profile->subject == subject.kind) chosen.push_back(profile.get());
  return choice;
}

}  // namespace

const Profile& profileNamed(Suite& suite, const std::string& name) {
  if (const Profile* known = suite.profile(name)) return *known;
  if (!namesFile(name))
    throw DataFault("there is no profile '" + name + "'" + hintFor(name, suite.profileIds()) +
                    " (cast-conformance list shows all)");
  for (const auto& loaded : suite.profiles()) {
    std::error_code missing;
    if (std::filesystem::equivalent(loaded->file, name, missing)) return *loaded;
  }
  return suite.addProfile(name);
}

bool namesFile(const std::string& profile) {
  return profile.ends_with(".json") || profile.find('/') != std::string::npos;
}

Selection selectChecks(Suite& suite, const Subject& subject) {
  Selection selection;
  const Choice choice = choiceOf(suite, subject);
  suite.tie();
  std::vector<std::string> known;
  for (const Profile* profile : choice.profiles)
    for (const auto& check : profile->checks) known.push_back(check.id);
  for (const auto& id : subject.checks)
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw DataFault("there is no check '" + id + "'" +
                      (subject.profiles.empty() ? "" : " in these profiles") + hintFor(id, known) +
                      " (cast-conformance list shows all)");
  const auto wanted = [&](const Check& check) {
    const bool tagged =
        subject.tags.empty() || std::any_of(check.tags.begin(), check.tags.end(),
                                            [&](const auto& tag) { return contains(subject.tags, tag); });
    return tagged && !contains(choice.without, check.id) &&
           (subject.checks.empty() || contains(subject.checks, check.id));
  };
  for (const Profile* profile : choice.profiles) {
    const std::size_t before = selection.checks.size();
    for (const auto& check : profile->checks)
      if (wanted(check)) selection.checks.push_back(&check);
    if (selection.checks.size() > before) selection.profiles.push_back(profile);
  }
  if (selection.checks.empty())
    throw DataFault(subject.tags.empty()
                        ? "no check is selected: the profiles for a " + subject.kind + " hold none"
                        : "no check is selected: none of these has the tag '" + subject.tags.front() +
                              "' (cast-conformance list --json shows tags)");
  return selection;
}

}  // namespace cast::conformance
