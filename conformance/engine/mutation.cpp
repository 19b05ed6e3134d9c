#include "engine/mutation.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "engine/profile.hpp"
#include "engine/trial.hpp"

namespace cast::conformance {
namespace {

constexpr int kChecksOfOneFault = 8;
constexpr int kChecksOfOneFairSubject = 16;  // as a run anywhere
/// Each is a whole run, so that few share the machine; and patience costs nothing where nothing is withheld.
constexpr int kJobsToOneFairSubject = 8;
constexpr Milliseconds kFairSubjectsTimeout{15000};

constexpr const char* kEveryCheck = "*";

bool binds(const Check& check) { return check.level == Level::shall || check.level == Level::should; }

/// But for those that are skipped: the specimen does not claim what they need.
std::vector<std::string> bindingChecks(Trial& trial, const Specimen& specimen, const Selection& selection) {
  std::vector<std::string> ids;
  for (const Check* check : selection.checks)
    if (binds(*check) && trial.claims(specimen, *check)) ids.push_back(check->id);
  return ids;
}

bool isFinding(const Check& check, Verdict verdict) {
  return verdict == (check.level == Level::shall ? Verdict::failed : Verdict::warned);
}

/// Of a check that binds.
bool blames(Verdict verdict) {
  return verdict == Verdict::failed || verdict == Verdict::warned || verdict == Verdict::inconclusive;
}

/// Nobody is blamed for what binds nobody, and it may take a whole time limit to find it missing.
void keepBindingChecks(Selection& selection) {
  std::erase_if(selection.checks, [](const Check* check) { return !binds(*check); });
}

/// Does `count` things, `jobs` at a time, and tells each.
template <typename Result>
std::vector<Result> sideBySide(std::size_t count, int jobs, const std::function<Result(std::size_t)>& one,
                               const std::function<void(const Result&)>& progress) {
  std::vector<Result> results(count);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr trouble;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        results[i] = one(i);
        const std::scoped_lock lock(mutex);
        progress(results[i]);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        trouble = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(count, static_cast<std::size_t>(jobs)); ++i)
    threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  if (trouble) std::rethrow_exception(trouble);
  return results;
}

}  // namespace

Mutation::Mutation(Trial& trial, FaultList list, Options options)
    : trial_(trial), list_(std::move(list)), options_(options) {
  for (auto& fault : list_.faults) {
    all_.push_back(trial.select(fault.specimen));
    if (fault.killedBy == std::vector<std::string>{kEveryCheck})
      fault.killedBy = bindingChecks(trial, fault.specimen, all_.back());
    intended_.push_back(trial.select(fault.specimen, fault.killedBy));
  }
  for (const auto& subject : list_.fair) {
    fair_.push_back(trial.select(subject.specimen));
    keepBindingChecks(fair_.back());
  }
}

std::vector<Fairness> Mutation::judgeFair(const std::function<void(const Fairness&)>& progress) const {
  const auto one = [this](std::size_t i) { return beFair(i); };
  auto results = sideBySide<Fairness>(list_.fair.size(), std::max(1, options_.jobs / kJobsToOneFairSubject),
                                      one, progress);
  judgeAgain<Fairness>(results, one, progress);
  return results;
}

std::vector<Mutant> Mutation::judgeFaults(const std::function<void(const Mutant&)>& progress) const {
  const auto one = [this](std::size_t i) { return judge(i); };
  auto results = sideBySide<Mutant>(list_.faults.size(), options_.jobs, one, progress);
  judgeAgain<Mutant>(results, one, progress);
  return results;
}

template <typename Result>
void Mutation::judgeAgain(std::vector<Result>& results, const std::function<Result(std::size_t)>& one,
                          const std::function<void(const Result&)>& progress) const {
  int left = options_.again;
  for (std::size_t i = 0; i < results.size() && left > 0; ++i) {
    if (results[i].asMeant()) continue;
    --left;
    results[i] = one(i);
    results[i].again = true;
    progress(results[i]);
  }
}

Fairness Mutation::beFair(std::size_t index) const {
  Fairness fairness{list_.fair[index], 0, {}};
  for (int run = 0; run < options_.repeat; ++run) {
    const auto outcomes = trial_
                              .run(fairness.subject.specimen, fair_[index],
                                   {.jobs = kChecksOfOneFairSubject, .hubsTimeout = kFairSubjectsTimeout})
                              .outcomes;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const Check& check = *fair_[index].checks[i];
      const CheckOutcome& outcome = outcomes[i];
      if (outcome.verdict == Verdict::passed) ++fairness.passed;
      if (!blames(outcome.verdict)) continue;
      fairness.blamed.push_back(check.id + " " + textOf(outcome.verdict) + ": " +
                                (outcome.failure
                                     ? outcome.failure->what + ": expected " + outcome.failure->expected +
                                           "; observed " + outcome.failure->observed
                                     : outcome.reason));
    }
  }
  return fairness;
}

Mutant Mutation::judge(std::size_t index) const {
  Mutant mutant{list_.faults[index], options_.repeat, {}, {}, {}, {}};
  for (int run = 0; run < options_.repeat; ++run)
    for (const auto& check : broken(mutant.fault, intended_[index], mutant.verdicts)) ++mutant.times[check];
  for (const auto& check : mutant.fault.killedBy)
    (mutant.times[check] == options_.repeat ? mutant.found : mutant.missed).push_back(check);
  std::map<std::string, std::string> ofAll;
  if (mutant.found.empty()) mutant.found = broken(mutant.fault, all_[index], ofAll);
  return mutant;
}

/// The checks of the selection that find the fault in a fresh subject: it fails them, or is gone while they
/// run.
std::vector<std::string> Mutation::broken(const Fault& fault, const Selection& selection,
                                          std::map<std::string, std::string>& verdicts) const {
  const auto [outcomes, runningWhenGone] =
      trial_.run(fault.specimen, selection,
                 {.jobs = kChecksOfOneFault, .hubsTimeout = Milliseconds(options_.timeoutMs)});
  std::vector<std::string> found = runningWhenGone;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Check& check = *selection.checks[i];
    const bool counted = std::find(found.begin(), found.end(), check.id) != found.end();
    if (counted) continue;
    if (isFinding(check, outcomes[i].verdict))
      found.push_back(check.id);
    else
      verdicts[check.id] =
          textOf(outcomes[i].verdict) + (outcomes[i].reason.empty() ? "" : " because " + outcomes[i].reason);
  }
  return found;
}

}  // namespace cast::conformance
