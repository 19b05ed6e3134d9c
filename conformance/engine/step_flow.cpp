#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <thread>

#include "engine/check_run.hpp"
#include "engine/interleaving.hpp"
#include "engine/party.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {
namespace {

constexpr Milliseconds kFirstPause{20};
constexpr Milliseconds kLongestPause{320};

StepResult innerSteps(const Step& step) {
  return step.run.runSteps(step.json.at("steps"), step.pointer + "/steps", step.variables);
}

StepResult repeatTimes(const Step& step, const std::string& index) {
  const int times = step.json.at("times");
  for (int i = 1; i <= times; ++i) {
    step.variables.set(index, i);
    if (StepResult failure = innerSteps(step)) return failure;
  }
  return std::nullopt;
}

StepResult repeatUntil(const Step& step, const std::string& index) {
  const Json& until = step.json.at("until");
  Inbox& inbox = step.run.party(until.at("from")).inbox;
  const Milliseconds limit = std::max(step.run.subject().timeout, Milliseconds(until.value("withinMs", 0)));
  const Deadline deadline = Deadline::in(limit);
  Milliseconds pause = kFirstPause;
  for (int i = 1; !deadline.passed() && inbox.ended().empty(); ++i) {
    step.variables.set(index, i);
    if (StepResult failure = innerSteps(step)) return failure;
    const Expectation wanted = step.expectation(until.at("json"));
    const auto fits = [&](const Message& message) {
      return message.defect.empty() && wanted.fits(*message.json);
    };
    if (inbox.take(fits, deadline.atMostIn(pause))) return std::nullopt;
    pause = std::min(pause * 2, kLongestPause);
  }
  const auto came = inbox.afterTaken();
  return step.failure(
      "within " + std::to_string(limit.count()) + " ms at " + until.at("from").get<std::string>() +
          " a message " + step.expectation(until.at("json")).words(),
      came.empty() ? "no further message" : "the last message: " + came.back().text.substr(0, 300));
}

/// One list of steps of a `concurrently`, in a thread of its own and with variables of its own.
struct Branch {
  Variables variables;
  StepResult failure;
  std::exception_ptr fault;
  std::thread thread;
};

}  // namespace

StepResult setStep(const Step& step) {
  step.variables.set(step.json.at("name"), step.value("value"));
  return std::nullopt;
}

StepResult compareStep(const Step& step) {
  const Json value = step.value("value");
  const Expectation wanted = step.expectation(step.json.at("json"));
  const auto mismatch = wanted.mismatch(value);
  if (!mismatch) return std::nullopt;
  return step.failure(wanted.words(), compact(value) + ": " + mismatch->words, mismatch->pointer);
}

StepResult repeatStep(const Step& step) {
  const std::string index = step.json.value("index", "INDEX");
  return step.has("times") ? repeatTimes(step, index) : repeatUntil(step, index);
}

StepResult concurrentlyStep(const Step& step) {
  const Json& lists = step.json.at("branches");
  std::vector<Branch> branches(lists.size());
  for (const std::size_t i : startOrder(lists.size(), step.run.subject().seed, step.pointer)) {
    Branch& branch = branches[i];
    branch.variables = step.variables;
    branch.thread = std::thread([&branch, &lists, &step, i] {
      try {
        branch.failure =
            step.run.runSteps(lists[i], pointerTo(step.pointer + "/branches", i), branch.variables);
      } catch (...) {
        branch.fault = std::current_exception();
      }
    });
  }
  for (auto& branch : branches) branch.thread.join();
  for (auto& branch : branches) {
    if (branch.failure) return branch.failure;
    if (branch.fault) std::rethrow_exception(branch.fault);
    step.variables.merge(branch.variables);
  }
  return std::nullopt;
}

StepResult measureStep(const Step& step) {
  const auto began = Clock::now();
  StepResult failure = innerSteps(step);
  const std::chrono::duration<double, std::milli> took = Clock::now() - began;
  if (!failure) step.run.addMeasurement({step.json.at("name"), "ms", took.count()});
  return failure;
}

}  // namespace cast::conformance
