#pragma once
#include <string>

#include "client/http.hpp"
#include "client/wire.hpp"

namespace cast::hub {

/// Reads an event stream block by block.
class EventStreamClient {
 public:
  struct Block {
    std::string id;
    std::string event;
    std::string data;     ///< lines joined by a line feed
    std::string comment;  ///< of a block that has nothing else
  };

  /// `query`: behind /events?
  EventStreamClient(int port, const std::string& query, const std::string& token = "all",
                    const Headers& further = {}, int receiveBuffer = 0);

  const HttpReply& head() const { return head_; }
  Wire& wire() { return wire_; }

  Block readBlock();
  /// The next block that is no comment.
  Block read();

 private:
  Wire wire_;
  HttpReply head_;
};

}  // namespace cast::hub
