#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/journal.hpp"
#include "engine/json.hpp"
#include "engine/outcome.hpp"
#include "engine/party.hpp"
#include "wire/redaction.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {

class Playback;
struct Check;
struct Subject;
class Variables;

/// One check being carried out: its connections, its transcript, its measurements. Made and executed by one
/// of the runner's threads; the branches of a `concurrently` use it from threads of their own.
class CheckRun {
 public:
  /// `session`: the session of this check and no other.
  /// `playback`: judges that transcript instead of the subject; it must outlive the run.
  CheckRun(const Check& check, const Subject& subject, Redaction& redaction, std::string session,
           Playback* playback = nullptr);
  ~CheckRun();

  /// Does the steps and judges. Never throws: what goes wrong on the runner's side is an inconclusive
  /// outcome.
  CheckOutcome execute();

  // For the steps:
  const Check& check() const { return check_; }
  const Subject& subject() const { return subject_; }
  Redaction& redaction() { return redaction_; }
  Transcript& transcript() { return transcript_; }
  Playback* playback() { return playback_; }  ///< null unless a transcript is played back
  /// In a playback: what had come when the transcript held `end` exchanges is there now.
  void deliverUntil(std::size_t end);
  StepResult runSteps(const Json& steps, const std::string& pointer, Variables& variables);
  void addParty(const std::string& name, std::unique_ptr<Party> party);
  Party& party(const std::string& name);
  /// The kept connection of that name, from its first mention to the check's end.
  KeptConnection& kept(const std::string& name);
  void addMeasurement(Measurement measurement);
  /// A number of its own for each call, to tell apart what this check makes.
  int nextNumber();

 private:
  void perform(CheckOutcome& outcome);
  std::string endsOfParties();

  const Check& check_;
  const Subject& subject_;
  Redaction& redaction_;
  std::string session_;
  Transcript transcript_;
  Journal journal_;
  Playback* playback_;

  std::mutex mutex_;  ///< guards what follows
  std::map<std::string, std::unique_ptr<Party>> parties_;
  std::vector<std::unique_ptr<Party>> replaced_;  ///< whose name was taken again; branches may still use them
  std::map<std::string, KeptConnection> kept_;
  std::vector<Measurement> measurements_;
  int number_ = 0;
};

}  // namespace cast::conformance
