#include "engine/mutation.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "engine/faulty_hub.hpp"
#include "engine/profile.hpp"
#include "engine/runner.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {
namespace {

constexpr int kJobsOfOneFault = 8;
/// A fault in what happens at once can hide in one run; it must not in three.
constexpr int kRuns = 3;

bool isFinding(const Check& check, Verdict verdict) {
  return verdict == (check.level == Level::shall ? Verdict::failed : Verdict::warned);
}

std::vector<std::string> without(const std::vector<std::string>& names,
                                 const std::vector<std::string>& gone) {
  std::vector<std::string> left;
  for (const auto& name : names)
    if (std::find(gone.begin(), gone.end(), name) == gone.end()) left.push_back(name);
  return left;
}

}  // namespace

Mutation::Mutation(Suite& suite, Subject subject, std::string program, std::vector<Fault> faults)
    : subject_(std::move(subject)), program_(std::move(program)), faults_(std::move(faults)) {
  for (const auto& fault : faults_) {
    Subject narrowed = subject_;
    narrowed.checks = fault.killedBy;
    intended_.push_back(selectChecks(suite, narrowed));
  }
  all_ = selectChecks(suite, subject_);
}

std::vector<Mutant> Mutation::run(int jobs, const Progress& progress) const {
  std::vector<Mutant> mutants(faults_.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr trouble;
  const auto work = [&] {
    for (std::size_t i = next++; i < faults_.size(); i = next++) {
      try {
        mutants[i] = judge(i);
        const std::scoped_lock lock(mutex);
        progress(mutants[i]);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        trouble = std::current_exception();
        next = faults_.size();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < jobs; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  if (trouble) std::rethrow_exception(trouble);
  return mutants;
}

Mutant Mutation::judge(std::size_t index) const {
  Mutant mutant{faults_[index], {}, {}};
  mutant.missed = mutant.fault.killedBy;
  for (int run = 0; run < kRuns && !mutant.missed.empty(); ++run) {
    mutant.found = broken(mutant.fault, intended_[index]);
    mutant.missed = without(mutant.fault.killedBy, mutant.found);
  }
  if (mutant.found.empty()) mutant.found = broken(mutant.fault, all_);
  return mutant;
}

/// The checks of the selection that find the fault in a fresh subject.
std::vector<std::string> Mutation::broken(const Fault& fault, const Selection& selection) const {
  const FaultyHub hub(program_, subject_, fault.name);
  Subject subject = subject_;
  subject.hub = hub.url();
  completeSubject(subject);
  settleCapabilities(subject, Json());
  Redaction redaction;
  for (const auto& token : {subject.token, subject.readToken, subject.expiredToken}) redaction.add(token);
  const auto outcomes = Runner(subject, redaction, {kJobsOfOneFault}).run(selection, {}).outcomes;
  std::vector<std::string> found;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    if (isFinding(*selection.checks[i], outcomes[i].verdict)) found.push_back(selection.checks[i]->id);
  return found;
}

}  // namespace cast::conformance
