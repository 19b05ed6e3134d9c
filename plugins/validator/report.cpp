#include "validator/report.hpp"

#include <algorithm>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <string>

namespace cast::validator {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kIdWidth = 26;

// The command that makes just this test again.
std::string againFor(const CheckOrder& order, const TestResult& result) {
  std::string command =
      "cast-plugin check " + order.file.string() + " --only " + std::string(result.test->id);
  if (result.test->id == "fuzz")
    command +=
        " --fuzz " + std::to_string(order.settings.fuzz) + " --seed " + std::to_string(order.settings.seed);
  return command;
}

bool isBad(const TestResult& result) {
  return result.verdict == Verdict::kFailed || result.verdict == Verdict::kInconclusive;
}

std::string nameOf(const CheckOrder& order, const CheckResult& result) {
  return result.id.empty() ? order.file.filename().string() : result.id + " " + result.version;
}

std::string verdictInWords(const CheckResult& result) {
  switch (result.verdict()) {
    case Verdict::kFailed:
      return "is unsound";
    case Verdict::kInconclusive:
      return "could not be judged";
    default:
      return "is sound";
  }
}

Json describe(const Test& test) { return {{"id", test.id}, {"asks", test.asks}, {"repair", test.repair}}; }

}  // namespace

void writeText(std::ostream& out, const CheckOrder& order, const CheckResult& result) {
  for (const TestResult& test : result.tests) {
    std::string word(wordFor(test.verdict));
    if (isBad(test)) std::transform(word.begin(), word.end(), word.begin(), ::toupper);
    out << std::left << std::setw(13) << word << std::setw(kIdWidth) << test.test->id;
    if (!isBad(test) && test.verdict != Verdict::kWarned) {
      out << (test.findings.empty() ? "" : test.findings.front()) << '\n';
      continue;
    }
    out << test.test->asks << '\n';
    for (const std::string& finding : test.findings) out << "             - " << finding << '\n';
    out << "             " << test.test->repair << '\n';
    out << "             again: " << againFor(order, test) << '\n';
  }
  out << '\n'
      << nameOf(order, result) << ' ' << verdictInWords(result) << ": " << result.tests.size() << " tests";
  for (const Verdict verdict :
       {Verdict::kPassed, Verdict::kWarned, Verdict::kFailed, Verdict::kSkipped, Verdict::kInconclusive})
    if (const std::size_t count = result.count(verdict)) out << ", " << count << ' ' << wordFor(verdict);
  out << '\n';
}

void writeJson(std::ostream& out, const CheckOrder& order, const CheckResult& result) {
  Json tests = Json::array();
  for (const TestResult& test : result.tests) {
    Json described = describe(*test.test);
    described["verdict"] = wordFor(test.verdict);
    described["findings"] = test.findings;
    described["milliseconds"] = test.took.count();
    described["again"] = againFor(order, test);
    tests.push_back(std::move(described));
  }
  Json counts;
  for (const Verdict verdict :
       {Verdict::kPassed, Verdict::kWarned, Verdict::kFailed, Verdict::kSkipped, Verdict::kInconclusive})
    counts[std::string(wordFor(verdict))] = result.count(verdict);
  const bool known = !result.id.empty();
  const Json judgement{{"validator", {{"name", "cast-plugin"}, {"version", CAST_VERSION}}},
                       {"plugin",
                        {{"file", order.file.string()},
                         {"id", known ? Json(result.id) : Json()},
                         {"version", known ? Json(result.version) : Json()}}},
                       {"seed", order.settings.seed},
                       {"fuzz", order.settings.fuzz},
                       {"sound", result.verdict() == Verdict::kPassed},
                       {"counts", counts},
                       {"tests", tests}};
  out << judgement.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void writeList(std::ostream& out) {
  for (const Test& test : tests()) out << std::left << std::setw(kIdWidth) << test.id << test.asks << '\n';
}

void writeListJson(std::ostream& out) {
  Json list = Json::array();
  for (const Test& test : tests()) list.push_back(describe(test));
  out << list.dump(2) << '\n';
}

}  // namespace cast::validator
