#include "engine/runner.hpp"

#include <Poco/UUIDGenerator.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/interleaving.hpp"
#include "engine/profile.hpp"
#include "engine/subject.hpp"
#include "wire/connection.hpp"
#include "wire/network_failure.hpp"

namespace cast::conformance {
namespace {

constexpr Milliseconds kReachable{1000};
constexpr std::size_t kMostAtATime = 256;
constexpr const char* kHeavy = "heavy";

std::string missingCapabilities(const Check& check, const Subject& subject) {
  std::string missing;
  for (const auto& capability : check.capabilities)
    if (!subject.claims(capability)) missing += (missing.empty() ? "" : ", ") + capability;
  return missing;
}

std::string newRunId() {
  return Poco::UUIDGenerator::defaultGenerator().createRandom().toString().substr(0, 8);
}

bool isReachable(const Subject& subject) {
  try {
    Connection::open(urlOf(subject.hub, subject).endpoint, Deadline::in(kReachable));
    return true;
  } catch (const NetworkFailure&) {
    return false;
  }
}

CheckOutcome notBegun(Verdict verdict, const std::string& why) {
  CheckOutcome outcome;
  outcome.verdict = verdict;
  outcome.reason = why;
  return outcome;
}

/// What the threads of one run share: what is being done, and why nothing further is begun.
class Course {
 public:
  Course(const Subject& subject, bool failFast) : subject_(subject), failFast_(failFast) {}

  /// Nothing where the check may begin, otherwise its outcome.
  std::optional<CheckOutcome> begin(const Check& check) {
    const std::scoped_lock lock(mutex_);
    if (stop_) return stop_;
    running_.insert(check.id);
    return std::nullopt;
  }

  void end(const Check& check, const CheckOutcome& outcome) {
    const bool passed = outcome.verdict == Verdict::passed || outcome.verdict == Verdict::skipped;
    const bool gone = !passed && subject_.kind == "hub" && !isReachable(subject_);
    const std::scoped_lock lock(mutex_);
    if (gone && runningWhenGone_.empty()) {
      runningWhenGone_.assign(running_.begin(), running_.end());
      stop_ = notBegun(Verdict::inconclusive, "not run: the subject was gone");
    }
    running_.erase(check.id);
    if (failFast_ && !stop_ && outcome.verdict == Verdict::failed)
      stop_ = notBegun(Verdict::skipped, "not run: --fail-fast, after " + check.id);
  }

  /// After the run's end.
  const std::vector<std::string>& runningWhenGone() const { return runningWhenGone_; }

 private:
  const Subject& subject_;
  bool failFast_;
  std::mutex mutex_;  ///< guards what follows
  std::set<std::string> running_;
  std::optional<CheckOutcome> stop_;
  std::vector<std::string> runningWhenGone_;
};

/// Does `count` things in threads of their own: `few` at a time, and `few` more, up to `most`, for each that
/// says it has waited in vain: further ones will wait too, and their time limits overlap. Threads that have
/// something to do are no help to a busy machine; so it takes more than slowness.
class Crew {
 public:
  using Work = std::function<bool(std::size_t)>;  ///< whether it has waited in vain
  Crew(std::size_t count, Work work) : count_(count), work_(std::move(work)) {}

  void run(std::size_t few, std::size_t most) {
    std::vector<std::thread> threads;
    std::unique_lock lock(mutex_);
    while (ended_ < count_) {
      const std::size_t wanted = std::min({few * (1 + inVain_), most, count_});
      while (threads.size() < wanted) threads.emplace_back([this] { workOn(); });
      changed_.wait(lock);
    }
    lock.unlock();
    for (auto& thread : threads) thread.join();
  }

 private:
  void workOn() {
    std::unique_lock lock(mutex_);
    while (next_ < count_) {
      const std::size_t mine = next_++;
      lock.unlock();
      const bool inVain = work_(mine);
      lock.lock();
      ++ended_;
      if (inVain) ++inVain_;
      changed_.notify_one();
    }
  }

  const std::size_t count_;
  const Work work_;
  std::mutex mutex_;  ///< guards what follows
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::size_t ended_ = 0;
  std::size_t inVain_ = 0;
};

/// Checks that give a subject much to do come last, so that nothing else has to wait behind them.
std::vector<std::size_t> heavyLast(std::vector<std::size_t> order, const Selection& selection) {
  std::stable_partition(order.begin(), order.end(), [&](std::size_t place) {
    const auto& tags = selection.checks[place]->tags;
    return std::find(tags.begin(), tags.end(), kHeavy) == tags.end();
  });
  return order;
}

bool waitedInVain(const CheckOutcome& outcome, const Subject& subject) {
  return outcome.failure && outcome.durationMs >= static_cast<double>(subject.timeout.count());
}

}  // namespace

Findings Runner::run(const Selection& selection, const Progress& progress) const {
  const std::string runId = newRunId();
  const std::size_t count = selection.checks.size();
  const auto order = heavyLast(startOrder(count, subject_.seed, "checks"), selection);
  Findings findings{std::vector<CheckOutcome>(count), {}};
  Course course(subject_, options_.failFast);
  std::mutex progressing;
  Crew crew(count, [&](std::size_t i) {
    const Check& check = *selection.checks[order[i]];
    CheckOutcome& outcome = findings.outcomes[order[i]];
    if (auto instead = course.begin(check)) {
      outcome = *instead;
    } else {
      outcome = runOne(check, "cast-" + runId + "-" + std::to_string(order[i] + 1));
      course.end(check, outcome);
    }
    const std::scoped_lock lock(progressing);
    if (progress) progress(check, outcome);
    return waitedInVain(outcome, subject_);
  });
  const auto jobs = static_cast<std::size_t>(options_.jobs);
  const bool stretches = jobs > 1 && subject_.kind == "hub";
  crew.run(jobs, stretches ? std::max(jobs, kMostAtATime) : jobs);
  findings.runningWhenGone = course.runningWhenGone();
  return findings;
}

CheckOutcome Runner::runOne(const Check& check, const std::string& session) const {
  const std::string missing = missingCapabilities(check, subject_);
  if (!missing.empty()) return notBegun(Verdict::skipped, "not claimed: " + missing);
  CheckOutcome outcome;
  for (int run = 1; run <= options_.repeat; ++run) {
    outcome = CheckRun(check, subject_, redaction_, run == 1 ? session : session + "-" + std::to_string(run))
                  .execute();
    outcome.run = run;
    if (outcome.verdict != Verdict::passed) break;
  }
  return outcome;
}

}  // namespace cast::conformance
