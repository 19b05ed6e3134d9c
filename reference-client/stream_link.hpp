#pragma once
#include "event_stream_reader.hpp"
#include "link.hpp"

namespace cast::client {

/// Subscribes over an event stream, and resumes it where it was lost.
class StreamLink : public Link {
 public:
  explicit StreamLink(const Parts& parts) : Link(parts), lastEventId_(parts.options.lastEventId) {}

 protected:
  void work() override;

 private:
  Poco::URI uri() const;
  void take(const std::vector<EventStreamReader::Event>& events);

  std::string lastEventId_;
};

}  // namespace cast::client
