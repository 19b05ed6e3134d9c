#include <Poco/String.h>
#include <Poco/UUIDGenerator.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/claims.hpp"
#include "engine/client_files.hpp"
#include "engine/commands.hpp"
#include "engine/console.hpp"
#include "engine/data_fault.hpp"
#include "engine/result.hpp"
#include "engine/runner.hpp"
#include "engine/shell_words.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"
#include "engine/timestamp.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {
namespace {

namespace fs = std::filesystem;

constexpr int kDefaultJobs = 8;
constexpr int kMostRuns = 2147483647;
constexpr int kByHandMs = 300'000;  // somebody has to load a page

bool isProgram(const std::string& name) {
  if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0;
  const char* places = std::getenv("PATH");
  std::string left = places == nullptr ? "/bin:/usr/bin" : places;
  for (;;) {
    const std::size_t colon = left.find(':');
    if (::access((fs::path(left.substr(0, colon)) / name).c_str(), X_OK) == 0) return true;
    if (colon == std::string::npos) return false;
    left.erase(0, colon + 1);
  }
}

/// A program that the subject file names by a path may lie beside that file.
std::string programOf(const std::string& name, const std::string& file) {
  if (file.empty() || name.find('/') == std::string::npos || isProgram(name)) return name;
  const fs::path beside = fs::path(file).parent_path() / name;
  return isProgram(beside) ? beside.lexically_normal().string() : name;
}

Subject subjectOf(const Arguments& arguments, const Suite& suite) {
  Subject subject;
  const std::string file = arguments.last("subject");
  if (!file.empty()) subject = readSubject(suite.readSubjectFile(file));
  if (file.empty()) subject.kind = "client";
  if (subject.kind != "client")
    throw DataFault(file +
                    ": at /kind: this is a hub's subject file: cast-conformance run puts hubs to the test");
  const std::string folder = file.empty() ? "." : fs::absolute(file).parent_path().string();
  for (auto& word : subject.client.command) Poco::replaceInPlace(word, std::string("{folder}"), folder);
  if (!arguments.others.empty()) subject.client.command = arguments.others;
  if (!subject.client.command.empty()) {
    std::string& program = subject.client.command.front();
    program = programOf(program, file);
    if (!isProgram(program))
      throw DataFault("there is no program '" + program + "': give the client's command after --");
  }
  subject.token = arguments.last("token", subject.token);
  if (subject.token.empty())
    subject.token = "cast-" + Poco::UUIDGenerator::defaultGenerator().createRandom().toString();
  subject.out = arguments.last("out", subject.out.empty() ? "cast-report" : subject.out);
  if (arguments.has("profile")) subject.profiles = arguments.all("profile");
  if (arguments.has("check")) subject.checks = arguments.all("check");
  if (arguments.has("effect")) subject.client.effect = arguments.last("effect");
  subject.timeout =
      Milliseconds(arguments.number("timeout-ms", static_cast<int>(subject.timeout.count()), 50, 60000));
  subject.client.port = static_cast<std::uint16_t>(arguments.number("port", 0, 0, 65535));
  subject.hub = subject.client.command.empty() ? "started by hand" : shellWords(subject.client.command);
  if (subject.name.empty()) subject.name = subject.hub;
  settleClientCapabilities(subject);
  return subject;
}

void prepareByHand(Subject& subject, const Arguments& arguments, std::ostream& out) {
  subject.client.session = arguments.last("session", "cast-conformance");
  if (subject.client.port == 0) subject.client.port = 8765;
  subject.client.startsWithin = Milliseconds(kByHandMs);
  subject.client.prompts = &out;
  out << "One check after another plays a hub on port " << subject.client.port
      << ". Connect your client with the token " << subject.token << " to session " << subject.client.session
      << " when it is asked for.\n";
}

std::string repeatPrefix(const Arguments& arguments) {
  if (arguments.has("repeat-with")) return arguments.last("repeat-with");
  std::string command = "cast-conformance client";
  for (const char* option : {"subject", "data", "timeout-ms", "port", "session", "effect"})
    if (arguments.has(option))
      command += " --" + std::string(option) + " " + shellWord(arguments.last(option));
  for (const auto& profile : arguments.all("profile")) command += " --profile " + shellWord(profile);
  return command;
}

}  // namespace

ExitCode clientCommand(const Arguments& arguments, Suite& suite, std::ostream& out) {
  Subject subject = subjectOf(arguments, suite);
  Redaction redaction;
  redaction.add(subject.token);
  for (const auto& member : subject.redact) redaction.addMember(member);
  RunRecord record;
  record.selection = selectChecks(suite, subject);
  record.doubtful = doubtfulClaims(subject, suite);
  record.repeatPrefix = repeatPrefix(arguments);
  if (!arguments.others.empty()) record.repeatSuffix = " -- " + shellWords(arguments.others);
  record.repeat = arguments.number("repeat", 1, 1, kMostRuns);
  const bool byHand = subject.client.command.empty();
  record.jobs = byHand || subject.client.port != 0 ? 1 : arguments.number("jobs", kDefaultJobs, 1, 64);
  if (byHand) prepareByHand(subject, arguments, out);

  const ClientFiles files;
  files.give(subject);

  record.started = nowText();
  const auto began = Clock::now();
  Console console(out, arguments.has("quiet") ? Console::Style::quiet : Console::Style::lines,
                  record.selection.checks.size());
  Findings findings = Runner(subject, redaction, {record.jobs, record.repeat, arguments.has("fail-fast")})
                          .run(record.selection, [&](const Check& check, const CheckOutcome& outcome) {
                            console.progress(check, outcome);
                          });
  record.outcomes = std::move(findings.outcomes);
  record.durationMs = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
  record.finished = nowText();
  const Json result = resultJson(record, suite, subject, redaction);
  const std::string file = writeResult(result, suite, subject.out);
  console.verdict(record, subject, result, file);
  return record.exitCode();
}

}  // namespace cast::conformance
