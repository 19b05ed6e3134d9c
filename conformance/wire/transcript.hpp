#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "wire/deadline.hpp"

namespace cast::conformance {

class Redaction;

enum class Transport { http, websocket, sse, callback, tcp, runner };
enum class Direction { sent, received, note };

/// One thing that went over a wire, or a note of the runner's (result.schema.json, "exchange").
struct Exchange {
  double atMs = 0;  ///< since the check began
  std::string actor;
  std::uint64_t connection = 0;  ///< a number of its own for each Recorder; 0: none
  Transport transport = Transport::runner;
  Direction direction = Direction::note;
  std::string summary;  ///< one line
  std::string text;     ///< the bytes, tokens redacted; may be ill-formed UTF-8
  std::size_t bytes = 0;
  bool truncated = false;
};

/// What one check saw and did, in order. Owned by the check's run; any of its threads may record.
class Transcript {
 public:
  static constexpr std::size_t kLongestText = 4UL * 1024 * 1024;  ///< bytes kept of one exchange ...
  static constexpr std::size_t kMostBytes = 16UL * 1024 * 1024;   ///< ... until so many are kept of all,
  static constexpr std::size_t kLittle = 8192;                    ///< then so many
  static constexpr std::size_t kMostExchanges = 1000;             ///< further ones are counted, not kept

  explicit Transcript(const Redaction& redaction) : redaction_(redaction), began_(Clock::now()) {}

  void record(const std::string& actor, Transport transport, Direction direction, std::string_view summary,
              std::string_view bytes, std::uint64_t connection = 0);
  void note(const std::string& actor, std::string_view text);

  /// A number for one more connection; whoever listens is told.
  std::uint64_t newConnection();
  void onConnection(std::function<void(std::uint64_t)> listener) { listener_ = std::move(listener); }

  double elapsedMs() const;
  std::size_t size() const;                 ///< exchanges kept so far
  std::vector<Exchange> exchanges() const;  ///< in order; the last one says how many were left out, if any

 private:
  void add(Exchange exchange);
  const Redaction& redaction_;
  Clock::time_point began_;
  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  std::size_t leftOut_ = 0;
  std::size_t kept_ = 0;
  std::uint64_t connections_ = 0;
  std::function<void(std::uint64_t)> listener_;
};

/// How one connection writes into a transcript: under its own name, transport and number.
class Recorder {
 public:
  Recorder(Transcript& transcript, std::string actor, Transport transport)
      : transcript_(&transcript),
        actor_(std::move(actor)),
        transport_(transport),
        connection_(transcript.newConnection()) {}
  void sent(std::string_view summary, std::string_view bytes) const {
    transcript_->record(actor_, transport_, Direction::sent, summary, bytes, connection_);
  }
  void received(std::string_view summary, std::string_view bytes) const {
    transcript_->record(actor_, transport_, Direction::received, summary, bytes, connection_);
  }
  void note(std::string_view text) const {
    transcript_->record(actor_, transport_, Direction::note, text, {}, connection_);
  }

 private:
  Transcript* transcript_;
  std::string actor_;
  Transport transport_;
  std::uint64_t connection_;
};

}  // namespace cast::conformance
