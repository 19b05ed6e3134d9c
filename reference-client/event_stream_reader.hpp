#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cast::client {

/// Takes a body apart that comes in chunks (RFC 9112, 7.1). Used by one thread.
class ChunkedBody {
 public:
  /// The body's bytes among these. `ended()` after the last chunk, `broken()` when it is no such body.
  std::string feed(std::string_view bytes);
  bool ended() const { return state_ == State::ended; }
  bool broken() const { return state_ == State::broken; }

 private:
  enum class State { size, data, dataEnd, ended, broken };
  State state_ = State::size;
  std::string line_;
  std::size_t left_ = 0;

  void takeSizeLine();
};

/// Reads an event stream (HTML Living Standard, 9.2) from bytes in any pieces. Used by one thread.
class EventStreamReader {
 public:
  static constexpr std::size_t kLongestEvent = 16UL * 1024 * 1024;

  struct Event {
    std::string type;  ///< "message" unless the stream names it
    std::string data;
  };
  /// Throws std::length_error where an event has no end.
  std::vector<Event> feed(std::string_view bytes);
  const std::string& lastId() const { return lastId_; }
  std::optional<int> retryMs() const { return retry_; }

 private:
  void takeLine(std::vector<Event>& events);
  void takeField(const std::string& name, const std::string& value);

  std::string line_;
  std::string data_;
  std::string type_;
  std::string id_;
  std::string lastId_;
  std::optional<int> retry_;
  bool carriageReturn_ = false;  ///< the last byte was one: a line feed after it belongs to it
  bool begun_ = false;
};

}  // namespace cast::client
