#include "engine/check_run.hpp"

#include <nlohmann/json.hpp>

#include "engine/measurement.hpp"
#include "engine/playback.hpp"
#include "engine/profile.hpp"
#include "engine/step.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"
#include "wire/network_failure.hpp"

namespace cast::conformance {
namespace {

Verdict verdictOfBroken(Level level) { return level == Level::shall ? Verdict::failed : Verdict::warned; }

}  // namespace

CheckRun::CheckRun(const Check& check, const Subject& subject, Redaction& redaction, std::string session,
                   Playback* playback)
    : check_(check),
      subject_(subject),
      redaction_(redaction),
      session_(std::move(session)),
      transcript_(redaction),
      journal_(transcript_),
      playback_(playback) {
  transcript_.onConnection([](std::uint64_t connection) { Journal::opened(connection); });
}

CheckRun::~CheckRun() = default;

CheckOutcome CheckRun::execute() {
  CheckOutcome outcome;
  try {
    perform(outcome);
  } catch (const NothingFurther&) {
    transcript_.note("runner", "the subject may do so; the check ends here");
  } catch (const NetworkFailure& failure) {
    outcome.verdict = Verdict::inconclusive;
    outcome.reason = failure.what();
  } catch (const VariableFault& fault) {
    outcome.verdict = Verdict::inconclusive;
    outcome.reason = std::string("the profile is at fault: ") + fault.what();
  } catch (const PlaybackGap& gap) {
    outcome.verdict = Verdict::inconclusive;
    outcome.reason = gap.what();
  } catch (const std::exception& failure) {
    outcome.verdict = Verdict::inconclusive;
    outcome.reason = std::string("the runner failed: ") + failure.what();
  }
  outcome.reason = redaction_.applyToWords(outcome.reason);
  outcome.durationMs = transcript_.elapsedMs();
  parties_.clear();  // ends their threads, which may still record
  replaced_.clear();
  outcome.exchanges = transcript_.exchanges();
  outcome.steps = journal_.records();
  outcome.session = session_;
  outcome.measurements = summarized(measurements_);
  return outcome;
}

void CheckRun::perform(CheckOutcome& outcome) {
  Variables variables;
  variables.set("session", subject_.client.session.empty() ? session_ : subject_.client.session);
  variables.set("check", check_.id);
  variables.set("hub", subject_.hub);
  variables.set("websocket", subject_.webSocketUrl);
  outcome.failure = runSteps(*check_.steps, check_.pointer + "/steps", variables);
  if (!outcome.failure) return;
  outcome.verdict = verdictOfBroken(check_.level);
  outcome.failure->observed += endsOfParties();
  for (std::string* text : {&outcome.failure->what, &outcome.failure->expected, &outcome.failure->observed})
    *text = redaction_.applyToWords(*text);
}

StepResult CheckRun::runSteps(const Json& steps, const std::string& pointer, Variables& variables) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Step step{steps[i], pointerTo(pointer, i), variables, *this};
    const Journal::Scope scope(journal_, step.pointer.substr(check_.pointer.size()), playback_);
    if (playback_ != nullptr && !holdsSteps(steps[i].at("do").get<std::string>()))
      deliverUntil(Journal::current().to);
    if (StepResult failure = step.execute()) return failure;
  }
  return std::nullopt;
}

void CheckRun::deliverUntil(std::size_t end) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [name, party] : parties_)
    if (auto* played = dynamic_cast<PlayedParty*>(party.get())) played->deliverUntil(end);
}

/// Connections that the subject ended by itself often explain why something else did not come.
std::string CheckRun::endsOfParties() {
  std::string words;
  const std::scoped_lock lock(mutex_);
  for (const auto& [name, party] : parties_) {
    const std::string how = party->inbox.ended();
    if (!how.empty() && !party->endedByUs) words.append("; ").append(name).append(": ").append(how);
  }
  return words;
}

void CheckRun::addParty(const std::string& name, std::unique_ptr<Party> party) {
  const std::scoped_lock lock(mutex_);
  auto& place = parties_[name];
  if (place) replaced_.push_back(std::move(place));
  place = std::move(party);
}

Party& CheckRun::party(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  const auto found = parties_.find(name);
  if (found == parties_.end()) throw VariableFault("no step has opened '" + name + "' yet");
  return *found->second;
}

KeptConnection& CheckRun::kept(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  return kept_[name];
}

void CheckRun::addMeasurement(Measurement measurement) {
  const std::scoped_lock lock(mutex_);
  measurements_.push_back(std::move(measurement));
}

int CheckRun::nextNumber() {
  const std::scoped_lock lock(mutex_);
  return ++number_;
}

}  // namespace cast::conformance
