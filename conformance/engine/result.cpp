#include "engine/result.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/environment.hpp"
#include "engine/exchange_json.hpp"
#include "engine/root_cause.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"
#include "engine/suite_files.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {
namespace {

void addText(Json& json, const char* member, const std::string& text) {
  if (!text.empty()) json[member] = text;
}

Json countsJson(const Counts& counts) {
  return {{"passed", counts.passed},
          {"failed", counts.failed},
          {"warned", counts.warned},
          {"skipped", counts.skipped},
          {"inconclusive", counts.inconclusive}};
}

/// Builds the parts of one result.
class ResultWriter {
 public:
  ResultWriter(const RunRecord& record, const Suite& suite, const Subject& subject,
               const Redaction& redaction)
      : record_(record), suite_(suite), subject_(subject), redaction_(redaction) {}

  Json all() const {
    Json result{{"format", "cast-conformance-result/2"}};
    result["suite"] = suite();
    result["subject"] = subject();
    result["environment"] = environment(record_.jobs, subject_.timeout);
    result["started"] = record_.started;
    result["finished"] = record_.finished;
    result["durationMs"] = record_.durationMs;
    result["verdict"] = overallVerdict(record_.counts(), "inconclusive");
    result["counts"] = countsJson(record_.counts());
    if (!record_.runningWhenGone.empty()) result["goneDuring"] = record_.runningWhenGone;
    if (record_.known) result["knownFailures"] = knownFailures();
    result["profiles"] = profiles();
    result["requirements"] = requirements();
    result["checks"] = Json::array();
    for (std::size_t i = 0; i < record_.outcomes.size(); ++i)
      result["checks"].push_back(check(*record_.selection.checks[i], record_.outcomes[i]));
    for (const auto& cause : rootCauses(record_.selection, record_.outcomes))
      for (const std::size_t dependent : cause.dependents)
        result["checks"][dependent]["failure"]["cause"] = record_.selection.checks[cause.root]->id;
    return result;
  }

 private:
  Json suite() const {
    const auto files = suiteFiles(suite_);
    Json json{{"name", "cast-conformance"}, {"version", suiteVersion()}, {"sha256", suiteDigest(files)}};
    json["files"] = Json::array();
    for (const auto& file : files) json["files"].push_back({{"name", file.name}, {"sha256", file.sha256}});
    if (record_.detection)
      json["detection"] = {{"faults", record_.detection->faults}, {"found", record_.detection->found}};
    return json;
  }

  Json subject() const {
    Json json{{"name", redaction_.apply(subject_.name)}};
    addText(json, "version", subject_.version);
    addText(json, "vendor", subject_.vendor);
    addText(json, "build", subject_.build);
    json["kind"] = subject_.kind;
    json["url"] = redaction_.apply(subject_.hub);
    if (subject_.kind == "hub") {
      json["webSocketUrl"] = redaction_.apply(subject_.webSocketUrl);
      json["sseUrl"] = redaction_.apply(subject_.sseUrl());
    }
    json["capabilities"] = subject_.capabilities;
    json["capabilitiesFrom"] = subject_.capabilitiesFrom;
    if (!record_.unclaimed.empty()) json["unclaimed"] = record_.unclaimed;
    if (!subject_.variants.empty()) json["variants"] = subject_.variants;
    if (!subject_.attestations.empty()) json["attestations"] = subject_.attestations;
    return json;
  }

  Json profiles() const {
    Json list = Json::array();
    for (const Profile* profile : record_.selection.profiles) {
      Counts counts;
      for (std::size_t i = 0; i < record_.outcomes.size(); ++i)
        if (record_.selection.checks[i]->profile == profile) counts.add(record_.outcomes[i].verdict);
      list.push_back({{"id", profile->id},
                      {"title", profile->title},
                      {"version", profile->version},
                      {"sha256", profile->sha256},
                      {"verdict", overallVerdict(counts, "not-tested")},
                      {"counts", countsJson(counts)}});
    }
    return list;
  }

  Json requirements() const {
    Json list = Json::array();
    for (const auto& file : suite_.requirementFiles())
      for (const auto& each : file.requirements) {
        Json json = requirement(each);
        if (concernsSubject(each) || !json["checks"].empty()) list.push_back(std::move(json));
      }
    return list;
  }

  /// A hub is not asked for what binds clients, nor the other way round.
  bool concernsSubject(const Requirement& requirement) const {
    return requirement.role.empty() || (requirement.role == "hub") == (subject_.kind == "hub");
  }

  Json requirement(const Requirement& requirement) const {
    std::vector<Verdict> verdicts;
    Json checks = Json::array();
    for (std::size_t i = 0; i < record_.outcomes.size(); ++i) {
      const auto& cited = record_.selection.checks[i]->requirements;
      if (std::find(cited.begin(), cited.end(), requirement.id) == cited.end()) continue;
      verdicts.push_back(record_.outcomes[i].verdict);
      checks.push_back(record_.selection.checks[i]->id);
    }
    const auto attestation = subject_.attestations.find(requirement.id);
    const bool attested = attestation != subject_.attestations.end();
    Json json{{"id", requirement.id},           {"level", textOf(requirement.level)},
              {"section", requirement.section}, {"source", requirement.source},
              {"text", requirement.text},       {"judged", requirement.judged}};
    addText(json, "reason", requirement.reason);
    if (attested) json["attestation"] = redaction_.apply(attestation->second);
    json["verdict"] = requirementVerdict(requirement, verdicts, attested);
    json["checks"] = checks;
    return json;
  }

  Json knownFailures() const {
    return {{"sha256", record_.known->sha256},
            {"entries", record_.known->byCheck.size()},
            {"stale", record_.stale}};
  }

  Json check(const Check& check, const CheckOutcome& outcome) const {
    Json json{{"id", check.id}, {"profile", check.profile->id}, {"title", check.title}};
    addText(json, "section", check.section);
    json["requirements"] = check.requirements;
    json["level"] = textOf(check.level);
    json["verdict"] = textOf(outcome.verdict);
    json["durationMs"] = outcome.durationMs;
    addText(json, "reason", redaction_.apply(outcome.reason));
    const bool own = outcome.failure && !outcome.failure->hint.empty();
    addText(json, "hint", own ? outcome.failure->hint : check.hint);
    if (record_.repeat > 1) json["runs"] = outcome.run;
    if (record_.known && outcome.failure) addKnown(json, check);
    json["repeat"] = redaction_.apply(record_.repeatCommand(check));
    if (outcome.failure) json["failure"] = failure(*outcome.failure);
    for (const auto& each : outcome.measurements)
      json["measurements"].push_back({{"name", each.name}, {"unit", each.unit}, {"value", each.value}});
    json["transcript"] = Json::array();
    for (const auto& exchange : outcome.exchanges) json["transcript"].push_back(exchangeJson(exchange));
    return json;
  }

  void addKnown(Json& json, const Check& check) const {
    const auto found = record_.known->byCheck.find(check.id);
    if (found == record_.known->byCheck.end()) return;
    json["known"] = {{"owner", found->second.owner}, {"reason", found->second.reason}};
    addText(json["known"], "link", found->second.link);
  }

  static Json failure(const Failure& failure) {
    Json json{{"step", failure.step},
              {"what", printable(failure.what)},
              {"expected", printable(failure.expected)},
              {"observed", printable(failure.observed)}};
    addText(json, "pointer", printable(failure.pointer));
    return json;
  }

  const RunRecord& record_;
  const Suite& suite_;
  const Subject& subject_;
  const Redaction& redaction_;
};

}  // namespace

Counts RunRecord::counts() const {
  Counts counts;
  for (const auto& outcome : outcomes) counts.add(outcome.verdict);
  return counts;
}

ExitCode RunRecord::exitCode() const {
  if (!stale.empty()) return ExitCode::notConformant;
  Counts counted = counts();
  if (known && known->coverAll(selection, outcomes)) counted.failed = 0;
  if (counted.failed == 0 && !runningWhenGone.empty()) return ExitCode::unreachable;
  if (known && counted.failed == 0 && counted.inconclusive == 0 && counts().judged() > 0)
    return ExitCode::conformant;
  return exitCodeOf(counted);
}

std::string RunRecord::repeatCommand(const Check& check) const {
  return repeatPrefix + " --check " + check.id + repeatSuffix;
}

Json resultJson(const RunRecord& record, const Suite& suite, const Subject& subject,
                const Redaction& redaction) {
  return ResultWriter(record, suite, subject, redaction).all();
}

std::string writeResult(const Json& result, const Suite& suite, const std::string& directory) {
  if (const auto mismatch = suite.resultSchema().mismatch(result))
    throw std::runtime_error("the result does not fit result.schema.json: " + mismatch->words);
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::create_directories(directory, failed);
  const fs::path file = fs::path(directory) / "result.json";
  const fs::path unfinished = fs::path(directory) / "result.json.part";
  std::ofstream stream(unfinished, std::ios::binary | std::ios::trunc);
  stream << result.dump(2) << '\n';
  stream.close();
  if (stream) fs::rename(unfinished, file, failed);
  if (!stream || failed)
    throw std::runtime_error("cannot write " + file.string() + ": name another folder with --out");
  return file.string();
}

}  // namespace cast::conformance
