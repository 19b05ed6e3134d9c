// SARIF 2.1.0 (OASIS), as code scanning services read it: a rule for each requirement that has a finding, a
// result for each failed or warned check. What could not be judged is no result about the subject: it is a
// notification of the tool's.
#include <Poco/URI.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/faces/face.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestText = 4000;

std::string shown(std::string_view text) {
  const std::string_view kept = firstBytes(text, kLongestText);
  return visibleText(kept, Lines::kMany) + (kept.size() < text.size() ? " ..." : "");
}

Json message(const std::string& text) { return {{"text", text.empty() ? "-" : text}}; }

// SARIF knows error, warning and note; a requirement that binds nobody gives a note.
const char* levelOf(const Check& check) {
  if (check.verdict == Verdict::kFailed) return "error";
  return check.level == Level::kShall || check.level == Level::kShould ? "warning" : "note";
}

class Sarif {
 public:
  explicit Sarif(const Result& result) : result_(result) {}

  Json log() {
    Json results = Json::array();
    for (const Verdict verdict : {Verdict::kFailed, Verdict::kWarned})
      for (const Check* check : checksWith(result_, verdict)) results.push_back(resultOf(*check));
    Json driver{
        {"name", shown(result_.suite.name)}, {"version", shown(result_.suite.version)}, {"rules", rules_}};
    Json run{{"tool", {{"driver", std::move(driver)}}}};
    run["automationDetails"] = {{"id", "cast-conformance/" + shown(result_.subject.name)}};
    run["invocations"] = Json::array({invocation()});
    run["results"] = std::move(results);
    run["properties"] = {{"subject", shown(subjectName(result_.subject))},
                         {"verdict", nameOf(result_.verdict)},
                         {"resultSha256", result_.sha256}};
    return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs", Json::array({std::move(run)})}};
  }

 private:
  Json invocation() const {
    Json notifications = Json::array();
    for (const Check* check : checksWith(result_, Verdict::kInconclusive))
      notifications.push_back(
          {{"level", "error"},
           {"message", message(shown(check->id + " could not be judged: " + check->reason))},
           {"descriptor", {{"id", shown(check->id)}}}});
    Json invocation{{"executionSuccessful", notifications.empty()}};
    if (const auto started = utcTime(result_.started)) invocation["startTimeUtc"] = *started + "Z";
    if (const auto finished = utcTime(result_.finished)) invocation["endTimeUtc"] = *finished + "Z";
    if (!notifications.empty()) invocation["toolExecutionNotifications"] = std::move(notifications);
    return invocation;
  }

  // The requirement that decides the check's level.
  const Requirement* decisive(const Check& check) const {
    const Requirement* first = nullptr;
    for (const std::string& id : check.requirements) {
      const auto found = std::find_if(result_.requirements.begin(), result_.requirements.end(),
                                      [&id](const Requirement& each) { return each.id == id; });
      if (found == result_.requirements.end()) continue;
      if (!first || found->level < first->level) first = &*found;
    }
    return first;
  }

  std::size_t ruleFor(const std::string& id, const Requirement* requirement) {
    for (std::size_t i = 0; i < rules_.size(); ++i)
      if (rules_[i].at("id") == id) return i;
    Json rule{{"id", id}};
    if (requirement) {
      rule["shortDescription"] = message(shown(requirement->text));
      rule["help"] = message(shown(requirement->source + ": " + requirement->section));
      rule["properties"] = {{"level", nameOf(requirement->level)}, {"section", shown(requirement->section)}};
    }
    rules_.push_back(std::move(rule));
    return rules_.size() - 1;
  }

  Json resultOf(const Check& check) {
    const Requirement* requirement = decisive(check);
    const std::string ruleId = shown(requirement ? requirement->id : check.id);
    Json result{{"ruleId", ruleId}, {"ruleIndex", ruleFor(ruleId, requirement)}, {"level", levelOf(check)}};
    std::string text = check.title + ".";
    if (check.failure)
      text += "\nStep: " + check.failure->what + "\nExpected: " + check.failure->expected +
              "\nObserved: " + check.failure->observed;
    if (!check.hint.empty()) text += "\nHint: " + check.hint;
    result["message"] = message(shown(text + "\nRepeat: " + check.repeat));
    result["locations"] = Json::array({location(check)});
    // The same finding in the next run has the same fingerprint, so that it is not reported anew.
    result["partialFingerprints"] = {{"castCheck/1", shown(check.profile + "/" + check.id)}};
    result["properties"] = {{"check", shown(check.id)}, {"requirements", Json::array()}};
    for (const std::string& id : check.requirements)
      result["properties"]["requirements"].push_back(shown(id));
    return result;
  }

  // A finding has no place in the subject's sources; what it has is its check in the profile's file.
  static Json location(const Check& check) {
    std::string uri;
    Poco::URI::encode(check.profile + ".json", "!#$&'()*+,/:;=?@[]\\", uri);
    Json physical{{"artifactLocation", {{"uri", uri}}}};
    physical["region"] = {{"startLine", 1}};
    Json logical{{"name", shown(check.id)}, {"fullyQualifiedName", shown(check.profile + "/" + check.id)}};
    return {{"physicalLocation", std::move(physical)},
            {"logicalLocations", Json::array({std::move(logical)})}};
  }

  const Result& result_;
  Json rules_ = Json::array();
};

}  // namespace

std::string renderSarif(const Result& result) {
  return Sarif(result).log().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cast::report
