#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/json.hpp"

namespace cast::conformance {

class Playback;
class Transcript;

/// One step as it was done: which part of the transcript is its own, and what chance gave it. With these, the
/// verdict can be found again from the transcript alone.
struct StepRecord {
  std::string step;      ///< JSON Pointer into the check, such as /steps/3/branches/0/1
  std::size_t from = 0;  ///< exchanges in the transcript when it began ...
  std::size_t to = 0;    ///< ... and when it ended
  double beganMs = 0;
  double endedMs = 0;
  std::vector<std::string> values;         ///< ${now}, ${uuid} and ports, in the order of their use
  std::vector<std::uint64_t> connections;  ///< opened in it
  std::vector<std::size_t> seen;           ///< see Journal::seen
};

Json stepRecordJson(const StepRecord& record);
StepRecord stepRecordOf(const Json& json);  ///< throws Json::exception

/// The steps of a check in the order in which they began. Owned by the check's run; each of its threads does
/// one step at a time, and a step that holds others is done by the thread that began it.
class Journal {
 public:
  explicit Journal(const Transcript& transcript) : transcript_(transcript) {}

  /// Keeps the record of the step that the calling thread does, from construction to destruction.
  class Scope {
   public:
    /// With `playback`: takes the record of a step that was done before. Throws PlaybackGap.
    Scope(Journal& journal, const std::string& step, Playback* playback);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Journal& journal_;
    StepRecord* outer_;
    std::size_t outerValue_;  ///< the next one of the outer step's values
    std::size_t outerSeen_;   ///< and of what it saw
    bool played_;
  };

  /// The calling thread's step has opened a connection.
  static void opened(std::uint64_t connection);
  /// The calling thread's step.
  static const StepRecord& current();

  /// The calling thread's step makes up its mind with so many things of those that it looks at before it: the
  /// transcript may hold one more, which is on its way between the wire and the step.
  static void seen(std::size_t count);
  /// When a transcript is played back: how many there were when the step made up its mind.
  static std::optional<std::size_t> seenThen();

  std::vector<StepRecord> records() const;

 private:
  const Transcript& transcript_;
  mutable std::mutex mutex_;
  std::deque<StepRecord> records_;  ///< a deque: records stay where they are
};

/// A value that differs from run to run: made now and kept in the step's record, or, when a transcript is
/// played back, what it was then.
std::string byChance(const std::function<std::string()>& make);

}  // namespace cast::conformance
