#include "engine/trial.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "engine/fault_list.hpp"
#include "engine/faulty_hub.hpp"
#include "engine/json.hpp"
#include "engine/profile.hpp"
#include "engine/shell_words.hpp"
#include "engine/suite.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {
namespace {

constexpr const char* kClientToken = "cast-faulty-client-token";

std::string hubProgram(const std::filesystem::path& programs) {
  return (programs / "cast-faulty-hub").string();
}

Findings findingsOf(const Subject& subject, const Selection& selection, int jobs) {
  Redaction redaction;
  for (const auto& token : {subject.token, subject.readToken, subject.expiredToken}) redaction.add(token);
  return Runner(subject, redaction, {jobs}).run(selection, {});
}

}  // namespace

Trial::Trial(Suite& suite, std::filesystem::path programs) : suite_(suite), programs_(std::move(programs)) {}

const Subject& Trial::subjectOf(const Specimen& specimen) {
  const auto known = subjects_.find(specimen.subjectFile);
  if (known != subjects_.end()) return known->second;
  Subject subject = readSubject(suite_.readSubjectFile(specimen.subjectFile));
  std::string program = hubProgram(programs_);
  if (subject.kind == "client") {
    if (subject.client.command.empty())
      throw DataFault(specimen.subjectFile.string(), "/client", "it needs the command of the client");
    program = (programs_ / subject.client.command.front()).string();
    subject.client.command.front() = program;
    subject.token = kClientToken;
    settleClientCapabilities(subject);
    clientFiles_.give(subject);
  }
  if (!std::filesystem::exists(program))
    throw DataFault("there is no " + program + ": build it, or name its folder with --programs");
  return subjects_.emplace(specimen.subjectFile, std::move(subject)).first->second;
}

Selection Trial::select(const Specimen& specimen, const std::vector<std::string>& checks) {
  Subject narrowed = subjectOf(specimen);
  narrowed.checks = checks;
  return selectChecks(suite_, narrowed);
}

bool Trial::claims(const Specimen& specimen, const Check& check) {
  Subject subject = subjectOf(specimen);
  if (subject.kind == "hub") settleCapabilities(subject, Json());
  return std::all_of(check.capabilities.begin(), check.capabilities.end(),
                     [&](const std::string& capability) { return subject.claims(capability); });
}

Findings Trial::run(const Specimen& specimen, const Selection& selection, Options options) const {
  const bool isHub = subjects_.at(specimen.subjectFile).kind == "hub";
  return isHub ? runHub(specimen, selection, options) : runClient(specimen, selection, options);
}

Findings Trial::runHub(const Specimen& specimen, const Selection& selection, Options options) const {
  Subject subject = subjects_.at(specimen.subjectFile);
  std::vector<std::string> told = hubCertificates_.forCallbacks();
  const auto tell = [&told](const std::vector<std::string>& words) {
    told.insert(told.end(), words.begin(), words.end());
  };
  if (subject.hub.starts_with("https://")) tell(hubCertificates_.forListening());
  tell(specimen.arguments);
  subject.caFile = hubCertificates_.authorityFile();
  subject.callbackAuthority = hubCertificates_.authority();
  const FaultyHub hub(hubProgram(programs_), subject, std::move(told));
  subject.hub = hub.url();
  subject.webSocketUrl = hub.webSocketUrl();
  if (options.hubsTimeout.count() > 0) subject.timeout = options.hubsTimeout;
  completeSubject(subject);
  settleCapabilities(subject, Json());
  return findingsOf(subject, selection, options.jobs);
}

Findings Trial::runClient(const Specimen& specimen, const Selection& selection, Options options) const {
  Subject subject = subjects_.at(specimen.subjectFile);
  auto& command = subject.client.command;
  command.insert(command.end(), specimen.arguments.begin(), specimen.arguments.end());
  subject.hub = shellWords(command);
  return findingsOf(subject, selection, options.jobs);
}

}  // namespace cast::conformance
