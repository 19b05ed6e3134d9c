#include "engine/runner.hpp"

#include <Poco/UUIDGenerator.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "engine/check_run.hpp"
#include "engine/profile.hpp"
#include "engine/subject.hpp"

namespace cast::conformance {
namespace {

std::string missingCapabilities(const Check& check, const Subject& subject) {
  std::string missing;
  for (const auto& capability : check.capabilities)
    if (!subject.claims(capability)) missing += (missing.empty() ? "" : ", ") + capability;
  return missing;
}

std::string newRunId() {
  return Poco::UUIDGenerator::defaultGenerator().createRandom().toString().substr(0, 8);
}

}  // namespace

std::vector<CheckOutcome> Runner::run(const Selection& selection, const Progress& progress) const {
  const std::string runId = newRunId();
  const std::size_t count = selection.checks.size();
  std::vector<CheckOutcome> outcomes(count);
  std::atomic<std::size_t> next{0};
  std::mutex progressing;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      const Check& check = *selection.checks[i];
      outcomes[i] = runOne(check, "cast-" + runId + "-" + std::to_string(i + 1));
      const std::scoped_lock lock(progressing);
      if (progress) progress(check, outcomes[i]);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(count, static_cast<std::size_t>(jobs_)); ++i)
    threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  return outcomes;
}

CheckOutcome Runner::runOne(const Check& check, const std::string& session) const {
  const std::string missing = missingCapabilities(check, subject_);
  if (missing.empty()) return CheckRun(check, subject_, redaction_, session).execute();
  CheckOutcome skipped;
  skipped.verdict = Verdict::skipped;
  skipped.reason = "not claimed: " + missing;
  return skipped;
}

}  // namespace cast::conformance
