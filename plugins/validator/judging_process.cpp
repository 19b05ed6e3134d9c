// The child's side of check().
#include <stdlib.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "validator/check.hpp"
#include "validator/judge/steadiness.hpp"
#include "validator/trace.hpp"
#include "validator/watched_child.hpp"

namespace cast::validator {
namespace {

struct Told {
  Findings findings;
  std::string id;
  std::string version;
  std::string transcript;
};

void judge(const Test& test, Subject& subject, const Settings& settings, Told& told) {
  try {
    test.judge(subject, told.findings, settings);
    if (test.id == "manifest-valid") told.id = subject.data().id, told.version = subject.data().version;
    if (test.id == "deterministic") told.transcript = transcriptOf(subject);
  } catch (const hub::PluginError& e) {
    told.findings.fail(e.what());
  }
}

std::string toJson(const Told& told, Verdict verdict, const std::vector<std::string>& findings) {
  const nlohmann::json result{{"verdict", wordFor(verdict)},
                              {"findings", findings},
                              {"id", told.id},
                              {"version", told.version},
                              {"transcript", told.transcript}};
  return result.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void judgeInThisProcess(const std::vector<std::string>& words) {
  limitThisProcess();
  Trace trace;
  Told told;
  try {
    trace.doing("preparing the test");
    const Test* test = testNamed(words.at(0));
    if (!test) throw std::invalid_argument("there is no test " + words.at(0));
    if (words.at(4) == "elsewhere") setenv("TZ", "Pacific/Kiritimati", 1);
    Subject subject(words.at(1), trace);
    judge(*test, subject, {std::stoull(words.at(2)), std::stoull(words.at(3))}, told);
    trace.finish(toJson(told, told.findings.verdict(), told.findings.lines()));
    // Neither the plugin's nor anybody's last acts: what counts has been told.
    _exit(0);
  } catch (const std::exception& e) {
    trace.finish(toJson(told, Verdict::kInconclusive, {std::string("the validator failed: ") + e.what()}));
    _exit(0);
  }
}

}  // namespace cast::validator
