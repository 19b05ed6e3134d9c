#include "client/event_stream.hpp"

#include <sstream>

namespace cast::hub {

EventStreamClient::EventStreamClient(int port, const std::string& query, const std::string& token,
                                     const Headers& further, int receiveBuffer)
    : wire_(port, receiveBuffer) {
  wire_.send(requestText("GET", std::string(kBase) + "/events?" + query, token, "", further));
  head_ = readReply(wire_);
}

EventStreamClient::Block EventStreamClient::readBlock() {
  Block block;
  std::istringstream lines(wire_.readUntil("\n\n"));
  for (std::string line; std::getline(lines, line) && !line.empty();) {
    const std::size_t colon = line.find(':');
    const std::string name = line.substr(0, colon);
    const std::string value = line.substr(colon + (line.substr(colon + 1, 1) == " " ? 2 : 1));
    if (name.empty()) block.comment = value;
    if (name == "id") block.id = value;
    if (name == "event") block.event = value;
    if (name == "data") block.data += (block.data.empty() ? "" : "\n") + value;
  }
  return block;
}

EventStreamClient::Block EventStreamClient::read() {
  while (true) {
    Block block = readBlock();
    if (!block.data.empty()) return block;
  }
}

}  // namespace cast::hub
