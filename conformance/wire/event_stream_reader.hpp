#pragma once
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace cast::conformance {

/// One event of a stream.
struct StreamEvent {
  std::string type;  ///< "message" unless an `event:` line names another
  std::string data;
  std::string id;  ///< the last event id, which stays until another comes
};

/// Reads text/event-stream in any pieces, by the rules of the WHATWG's HTML standard, 9.2.6: CR, LF or CR LF
/// end a line, a BOM at the beginning and lines that begin with a colon are passed over, an event without
/// data is none. Used by one thread at a time.
class EventStreamReader {
 public:
  void feed(std::string_view bytes);
  std::optional<StreamEvent> next();
  std::size_t comments() const { return comments_; }

 private:
  void takeLine(std::string_view line);
  void takeField(std::string_view name, std::string_view value);
  void dispatch();

  std::string pending_;
  bool begun_ = false;
  bool afterReturn_ = false;  ///< the last byte was a CR: an LF right after it belongs to it
  std::string type_;
  std::string data_;
  std::string id_;
  std::size_t comments_ = 0;
  std::deque<StreamEvent> events_;
};

}  // namespace cast::conformance
