#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/journal.hpp"
#include "engine/outcome.hpp"
#include "engine/party.hpp"
#include "wire/http_exchange.hpp"
#include "wire/transcript.hpp"
#include "wire/websocket.hpp"

namespace cast::conformance {

/// The transcript does not hold what a step needs: the step is new, or something was not kept.
class PlaybackGap : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A check's transcript, given to its steps again in place of a subject. Used by the threads of one check's
/// run.
class Playback {
 public:
  /// `json`: one of a bundle's transcripts. Throws Json::exception where it is none.
  explicit Playback(const Json& json);

  const std::string& session() const { return session_; }
  const std::vector<Exchange>& exchanges() const { return exchanges_; }

  /// Whether the transcript lacks something that the subject sent: a token, a secret, a member's value.
  bool lacksWhatCame() const;

  /// The next record of a step; each is taken once. Throws PlaybackGap.
  StepRecord take(const std::string& step);
  /// How often a step was done between two places of the transcript and not taken yet.
  std::size_t times(const std::string& step, const StepRecord& within) const;

  /// How the exchange on a connection went. Throws PlaybackGap where it is not there or was not kept whole.
  HttpOutcome answerOn(std::uint64_t connection, bool bodyless) const;
  /// The first thing sent on a connection.
  const Exchange& requestOn(std::uint64_t connection) const;
  /// The first note of a connection.
  const Exchange& noteOn(std::uint64_t connection) const;

 private:
  const Exchange& firstOn(std::uint64_t connection, Direction direction, const char* what) const;

  std::string session_;
  std::vector<Exchange> exchanges_;
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<StepRecord>> records_;
};

/// A connection that was: its messages come out of the transcript, as far as they had come.
class PlayedParty : public Party {
 public:
  PlayedParty(const Playback& playback, std::uint64_t connection)
      : playback_(playback), connection_(connection) {}

  /// Delivers what had come when the transcript held `end` exchanges.
  void deliverUntil(std::size_t end);

  std::optional<WebSocketEnd> end() const;
  bool hasPong(const std::string& payload) const;

 private:
  void deliver(const Exchange& exchange);
  void deliverWebSocket(const Exchange& exchange);
  void deliverEvent(const Exchange& exchange);
  void deliverCallback(const Exchange& exchange);

  const Playback& playback_;
  std::uint64_t connection_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::size_t next_ = 0;
  bool opened_ = false;  ///< the answer to the opening has come
  std::optional<WebSocketEnd> end_;
  std::vector<std::string> pongs_;
};

struct Step;

/// How a kind of step that would touch the wire is done in a playback; null for a kind that touches none.
using PlayedStep = StepResult (*)(const Step&);
PlayedStep playedStep(const std::string& kind);
/// Whether a step of this kind holds others, so that it sees nothing by itself.
bool holdsSteps(const std::string& kind);

}  // namespace cast::conformance
