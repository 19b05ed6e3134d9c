#include "tests/certification.hpp"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/StreamCopier.h>
#include <Poco/TemporaryFile.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace cast::conformance::faults {
namespace {
using nlohmann::json;

// The paths are set in CMakeLists.txt.
constexpr const char* kHub = CAST_FAULTY_HUB;
constexpr const char* kRunner = CAST_CONFORMANCE;
constexpr const char* kSubject = CAST_FAULTS_SUBJECT;

std::vector<std::string> hubArguments(const std::vector<std::string>& choice) {
  const json tokens = json::parse(std::ifstream(kSubject));
  std::vector<std::string> arguments = {
      "--token",         tokens.at("token"),        "--read-token",       tokens.at("readToken"),
      "--expired-token", tokens.at("expiredToken"), "--ends-with-parent", "yes"};
  arguments.insert(arguments.end(), choice.begin(), choice.end());
  return arguments;
}

/// Starts a hub and waits for its line: a port when it listens, nothing when it has gone.
Poco::ProcessHandle start(const std::vector<std::string>& choice, std::string& url) {
  Poco::Pipe output;
  const auto process = Poco::Process::launch(kHub, hubArguments(choice), nullptr, &output, nullptr);
  Poco::PipeInputStream lines(output);
  std::string line;
  if (!std::getline(lines, line)) throw std::runtime_error("cast-faulty-hub did not come up");
  url = "http://127.0.0.1:" + json::parse(line).at("port").dump() + "/cast/v1";
  return process;
}

void readChecks(const json& result, Certification& certification) {
  for (const json& check : result.at("checks")) {
    certification.verdicts[check.at("id")] = check.at("verdict");
    certification.levels[check.at("id")] = check.at("level");
  }
}

}  // namespace

FaultyHub::FaultyHub(const std::vector<std::string>& choice) : process_(start(choice, url_)) {}

FaultyHub::~FaultyHub() {
  if (Poco::Process::isRunning(process_)) Poco::Process::kill(process_);
  process_.wait();
}

std::set<std::string> Certification::checksWith(const std::string& verdict) const {
  std::set<std::string> checks;
  for (const auto& [check, found] : verdicts) {
    if (found == verdict) checks.insert(check);
  }
  return checks;
}

Certification certify(const FaultyHub& hub, const std::vector<std::string>& checks,
                      const std::vector<std::string>& profiles) {
  const Poco::TemporaryFile out;
  std::vector<std::string> arguments = {"run",       "--quiet", "--hub", hub.url(),
                                        "--subject", kSubject,  "--out", out.path()};
  // What a fault withholds is waited for in vain. Whole runs keep the time limits of a run anywhere.
  if (!checks.empty()) arguments.insert(arguments.end(), {"--timeout-ms", "1000"});
  for (const std::string& check : checks) arguments.insert(arguments.end(), {"--check", check});
  for (const std::string& profile : profiles) arguments.insert(arguments.end(), {"--profile", profile});
  Poco::Pipe output;
  const auto process = Poco::Process::launch(kRunner, arguments, nullptr, &output, &output);
  Certification certification;
  Poco::PipeInputStream text(output);
  Poco::StreamCopier::copyToString(text, certification.output);
  certification.exitCode = process.wait();
  if (std::ifstream result(out.path() + "/result.json"); result)
    readChecks(json::parse(result), certification);
  return certification;
}

}  // namespace cast::conformance::faults
