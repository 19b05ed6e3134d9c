#include <unistd.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/bundle.hpp"
#include "engine/claims.hpp"
#include "engine/commands.hpp"
#include "engine/console.hpp"
#include "engine/data_fault.hpp"
#include "engine/discovery.hpp"
#include "engine/known_failures.hpp"
#include "engine/offers.hpp"
#include "engine/result.hpp"
#include "engine/runner.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"
#include "engine/suite_files.hpp"
#include "engine/timestamp.hpp"
#include "wire/certificate.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {
namespace {

constexpr int kDefaultJobs = 16;
constexpr int kMost = 2147483647;

Subject subjectOf(const Arguments& arguments, const Suite& suite) {
  Subject subject;
  if (arguments.has("subject")) subject = readSubject(suite.readSubjectFile(arguments.last("subject")));
  if (arguments.has("hub") && arguments.last("hub") != subject.hub) {
    subject.hub = arguments.last("hub");
    subject.webSocketUrl.clear();  // it belonged to the file's hub
  }
  subject.build = arguments.last("build", subject.build);
  subject.token = arguments.last("token", subject.token);
  subject.readToken = arguments.last("read-token", subject.readToken);
  subject.expiredToken = arguments.last("expired-token", subject.expiredToken);
  subject.caFile = arguments.last("ca-file", subject.caFile);
  subject.out = arguments.last("out", subject.out.empty() ? "cast-report" : subject.out);
  if (arguments.has("profile")) subject.profiles = arguments.all("profile");
  if (arguments.has("check")) subject.checks = arguments.all("check");
  if (arguments.has("tag")) subject.tags = arguments.all("tag");
  if (arguments.has("seed")) subject.seed = static_cast<std::uint64_t>(arguments.number("seed", 0, 0, kMost));
  subject.timeout =
      Milliseconds(arguments.number("timeout-ms", static_cast<int>(subject.timeout.count()), 50, 60000));
  if (subject.kind != "hub")
    throw DataFault("this runner puts hubs to the test: the subject file's 'kind' is " + subject.kind);
  completeSubject(subject);
  return subject;
}

std::string quoted(const std::string& word) {
  const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// The command that repeats this run, with tokens as names of environment variables.
std::string repeatPrefix(const Arguments& arguments) {
  if (arguments.has("repeat-with")) return arguments.last("repeat-with");
  std::string command = "cast-conformance run";
  for (const char* option : {"hub", "subject", "ca-file", "data", "timeout-ms", "seed", "repeat"})
    if (arguments.has(option)) command += " --" + std::string(option) + " " + quoted(arguments.last(option));
  if (arguments.has("token")) command += " --token \"$CAST_TOKEN\"";
  if (arguments.has("read-token")) command += " --read-token \"$CAST_READ_TOKEN\"";
  if (arguments.has("expired-token")) command += " --expired-token \"$CAST_EXPIRED_TOKEN\"";
  for (const auto& file : arguments.all("requirements")) command += " --requirements " + quoted(file);
  for (const auto& profile : arguments.all("profile"))
    if (namesFile(profile)) command += " --profile " + quoted(profile);
  return command;
}

Console::Style styleOf(const Arguments& arguments) {
  if (arguments.has("quiet")) return Console::Style::quiet;
  return ::isatty(STDOUT_FILENO) == 1 ? Console::Style::progressLine : Console::Style::lines;
}

std::vector<std::string> unclaimedOffers(const Subject& subject) {
  std::vector<std::string> candidates;
  for (const char* transport : {"http", "websocket", "sse"})
    if (!subject.claims(transport)) candidates.emplace_back(transport);
  return offers(subject, candidates);
}

void refuseMissingTokens(const Subject& subject) {
  const std::string capability = lackingToken(subject);
  if (capability.empty()) return;
  const std::string option = capability == "authentication" ? "token" : capability;
  throw DataFault("the subject claims " + capability + ", and its token is missing: give it with --" +
                  option);
}

void refuseOthers(const Arguments& arguments) {
  if (!arguments.others.empty())
    throw DataFault("run does not understand '" + arguments.others.front() + "': options begin with --");
}

}  // namespace

ExitCode runCommand(const Arguments& arguments, Suite& suite, std::ostream& out, std::ostream&) {
  refuseOthers(arguments);
  Subject subject = subjectOf(arguments, suite);
  Redaction redaction;
  for (const auto& token : {subject.token, subject.readToken, subject.expiredToken}) redaction.add(token);
  for (const auto& member : subject.redact) redaction.addMember(member);
  RunRecord record;
  record.selection = selectChecks(suite, subject);
  record.jobs = arguments.number("jobs", kDefaultJobs, 1, 256);
  record.repeatPrefix = repeatPrefix(arguments);
  record.repeat = arguments.number("repeat", 1, 1, kMost);
  if (arguments.has("known-failures"))
    record.known = readKnownFailures(suite, arguments.last("known-failures"));
  record.detection = arguments.has("mutation") ? readDetectionScore(arguments.last("mutation"), suite)
                                               : storedDetectionScore(suite);
  record.doubtful = doubtfulClaims(subject, suite);  // what its file says, not what the hub offers beside
  settleCapabilities(subject, discover(subject));
  refuseMissingTokens(subject);
  subject.callbackAuthority = std::make_shared<CertificateAuthority>();
  record.unclaimed = unclaimedOffers(subject);

  record.started = nowText();
  const auto began = Clock::now();
  Console console(out, styleOf(arguments), record.selection.checks.size());
  Findings findings = Runner(subject, redaction, {record.jobs, record.repeat, arguments.has("fail-fast")})
                          .run(record.selection, [&](const Check& check, const CheckOutcome& outcome) {
                            console.progress(check, outcome);
                          });
  record.outcomes = std::move(findings.outcomes);
  record.runningWhenGone = std::move(findings.runningWhenGone);
  if (record.known) record.stale = record.known->stale(suite, record.selection, record.outcomes);
  record.durationMs = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
  record.finished = nowText();
  const Json result = resultJson(record, suite, subject, redaction);
  const std::string file = writeResult(result, suite, subject.out);
  if (arguments.has("bundle"))
    writeBundle(bundleOf(result, record, suite, subject, redaction), arguments.last("bundle"));
  console.verdict(record, subject, result, file);
  return record.exitCode();
}

}  // namespace cast::conformance
