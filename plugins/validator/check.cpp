#include "validator/check.hpp"

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "validator/watched_child.hpp"

namespace cast::validator {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr unsigned kMostAtOnce = 4;

// A test as its own process told it, or the process's end.
struct Told {
  TestResult result;
  std::string id;
  std::string version;
  std::string transcript;
};

Told ask(const CheckOrder& order, const Test& test, const char* where) {
  const auto begin = Clock::now();
  const ChildEnd end =
      runWatched({kJudgeCommand, std::string(test.id), order.file.string(),
                  std::to_string(order.settings.seed), std::to_string(order.settings.fuzz), where},
                 order.limit);
  Told told{{&test, Verdict::kFailed, {}, {}}, {}, {}, {}};
  told.result.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  if (!end.finished) {
    told.result.findings = {end.how};
    return told;
  }
  const Json read = Json::parse(end.result);
  told.result.verdict = verdictOf(read.at("verdict").get<std::string>());
  told.result.findings = read.at("findings").get<std::vector<std::string>>();
  told.id = read.at("id");
  told.version = read.at("version");
  told.transcript = read.at("transcript");
  return told;
}

// The first line of `a` that `b` does not have at the same place.
std::string firstDifference(const std::string& a, const std::string& b) {
  std::istringstream first(a);
  std::istringstream second(b);
  std::string other;
  for (std::string line; std::getline(first, line);)
    if (!std::getline(second, other) || line != other) return line.substr(0, line.rfind(" -> "));
  return "what it offers";
}

// Once more in another process, which has another time zone and other addresses.
void compareWithAnotherProcess(const CheckOrder& order, Told& told) {
  if (told.result.verdict != Verdict::kPassed) return;
  const Told other = ask(order, *told.result.test, "elsewhere");
  if (other.result.verdict != Verdict::kPassed) {
    told.result = other.result;
  } else if (other.transcript != told.transcript) {
    told.result.verdict = Verdict::kFailed;
    told.result.findings = {firstDifference(told.transcript, other.transcript) +
                            ": another process gives another answer"};
  }
}

Told make(const CheckOrder& order, const Test& test) {
  try {
    Told told = ask(order, test, "here");
    if (test.id == "deterministic") compareWithAnotherProcess(order, told);
    return told;
  } catch (const std::exception& e) {
    return {
        {&test, Verdict::kInconclusive, {std::string("the validator failed: ") + e.what()}, {}}, {}, {}, {}};
  }
}

std::vector<Told> makeAll(const CheckOrder& order, const std::vector<const Test*>& wanted) {
  std::vector<Told> all(wanted.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < wanted.size(); i = next++) all[i] = make(order, *wanted[i]);
  };
  std::vector<std::thread> threads;
  const unsigned atOnce = std::clamp(std::thread::hardware_concurrency(), 1U, kMostAtOnce);
  for (unsigned i = 1; i < atOnce; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return all;
}

bool isWanted(const CheckOrder& order, const Test& test) {
  return order.only.empty() || std::find(order.only.begin(), order.only.end(), test.id) != order.only.end();
}

}  // namespace

std::size_t CheckResult::count(Verdict verdict) const {
  return static_cast<std::size_t>(std::count_if(
      tests.begin(), tests.end(), [&](const TestResult& test) { return test.verdict == verdict; }));
}

Verdict CheckResult::verdict() const {
  if (count(Verdict::kFailed) != 0) return Verdict::kFailed;
  return count(Verdict::kInconclusive) != 0 ? Verdict::kInconclusive : Verdict::kPassed;
}

CheckResult check(const CheckOrder& order) {
  CheckResult result;
  std::string broken;  // the essential test that failed
  for (auto test = tests().begin(); test != tests().end();) {
    const int stage = test->stage;
    std::vector<const Test*> wanted;
    for (; test != tests().end() && test->stage == stage; ++test)
      if (isWanted(order, *test)) wanted.push_back(&*test);
    if (!broken.empty()) {
      for (const Test* left : wanted)
        result.tests.push_back(
            {left, Verdict::kSkipped, {"nothing to judge before `" + broken + "` passes"}, {}});
      continue;
    }
    for (Told& told : makeAll(order, wanted)) {
      if (!told.id.empty()) result.id = told.id, result.version = told.version;
      const Verdict verdict = told.result.verdict;
      if (told.result.test->essential && (verdict == Verdict::kFailed || verdict == Verdict::kInconclusive))
        broken = told.result.test->id;
      result.tests.push_back(std::move(told.result));
    }
  }
  return result;
}

}  // namespace cast::validator
