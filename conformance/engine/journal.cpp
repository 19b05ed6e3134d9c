#include "engine/journal.hpp"

#include <nlohmann/json.hpp>

#include "engine/playback.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {
namespace {

/// What the thread does now.
struct Now {
  StepRecord* record = nullptr;
  std::size_t nextValue = 0;
  std::size_t nextSeen = 0;
  bool played = false;
};
thread_local Now now;

}  // namespace

Journal::Scope::Scope(Journal& journal, const std::string& step, Playback* playback)
    : journal_(journal),
      outer_(now.record),
      outerValue_(now.nextValue),
      outerSeen_(now.nextSeen),
      played_(playback != nullptr) {
  StepRecord record;
  if (playback != nullptr) {
    record = playback->take(step);
  } else {
    record.step = step;
    record.from = journal.transcript_.size();
    record.beganMs = journal.transcript_.elapsedMs();
  }
  const std::scoped_lock lock(journal.mutex_);
  journal.records_.push_back(std::move(record));
  now = {&journal.records_.back(), 0, 0, played_};
}

Journal::Scope::~Scope() {
  if (!played_) {
    now.record->to = journal_.transcript_.size();
    now.record->endedMs = journal_.transcript_.elapsedMs();
  }
  now = {outer_, outerValue_, outerSeen_, played_};
}

void Journal::opened(std::uint64_t connection) {
  if (now.record != nullptr && !now.played) now.record->connections.push_back(connection);
}

const StepRecord& Journal::current() {
  static const StepRecord kNone;
  return now.record == nullptr ? kNone : *now.record;
}

void Journal::seen(std::size_t count) {
  if (now.record != nullptr && !now.played) now.record->seen.push_back(count);
}

std::optional<std::size_t> Journal::seenThen() {
  if (now.record == nullptr || !now.played || now.nextSeen >= now.record->seen.size()) return std::nullopt;
  return now.record->seen[now.nextSeen++];
}

std::vector<StepRecord> Journal::records() const {
  const std::scoped_lock lock(mutex_);
  return {records_.begin(), records_.end()};
}

std::string byChance(const std::function<std::string()>& make) {
  if (now.record == nullptr) return make();
  if (!now.played) return now.record->values.emplace_back(make());
  if (now.nextValue >= now.record->values.size())
    throw PlaybackGap("the transcript does not hold what chance gave the step " + now.record->step);
  return now.record->values[now.nextValue++];
}

Json stepRecordJson(const StepRecord& record) {
  Json json{{"step", record.step},
            {"from", record.from},
            {"to", record.to},
            {"beganMs", record.beganMs},
            {"endedMs", record.endedMs}};
  if (!record.values.empty()) json["values"] = record.values;
  if (!record.connections.empty()) json["connections"] = record.connections;
  if (!record.seen.empty()) json["seen"] = record.seen;
  return json;
}

StepRecord stepRecordOf(const Json& json) {
  StepRecord record;
  record.step = json.at("step");
  record.from = json.at("from");
  record.to = json.at("to");
  record.beganMs = json.at("beganMs");
  record.endedMs = json.at("endedMs");
  record.values = json.value("values", std::vector<std::string>());
  record.connections = json.value("connections", std::vector<std::uint64_t>());
  record.seen = json.value("seen", std::vector<std::size_t>());
  return record;
}

}  // namespace cast::conformance
