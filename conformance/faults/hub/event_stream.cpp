#include "hub/event_stream.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "hub/answer.hpp"
#include "hub/hang_up.hpp"
#include "hub/outbox.hpp"

namespace cast::conformance::faults {
namespace {

Subscription wishOf(const std::string& target) {
  Subscription wish;
  wish.transport = Transport::kEventStream;
  for (const auto& [name, value] : Poco::URI(target).getQueryParameters()) {
    if (name == "sessionId") wish.sessionId = value;
    if (name != "eventTypes" && name != "preferredFormats") continue;
    for (const std::string& each :
         Poco::StringTokenizer(value, ",", Poco::StringTokenizer::TOK_IGNORE_EMPTY)) {
      (name == "eventTypes" ? wish.eventTypes : wish.preferredFormats).push_back(each);
    }
  }
  return wish;
}

void awaitEnd(Poco::Net::StreamSocket& socket) {
  std::array<char, 256> ignored{};
  try {
    socket.setReceiveTimeout(0);
    while (socket.receiveBytes(ignored.data(), static_cast<int>(ignored.size())) > 0) {
    }
  } catch (const Poco::Exception&) {
    // Gone without a good-bye.
  }
}

}  // namespace

std::string streamLines(const std::string& notification) {
  std::string data = notification;
  if (const std::size_t cut = data.rfind(",\"eventType\":"); cut != std::string::npos) data.insert(cut, "\n");
  // Line breaks between the payload's tokens, of whatever kind, become lines of data.
  return "event: message\r\ndata: " + Poco::replace(Poco::translate(data, "\r", "\n"), "\n", "\r\ndata: ") +
         "\r\n\r\n";
}

void serveEventStream(Hub& hub, Poco::Net::HTTPServerRequest& request,
                      Poco::Net::HTTPServerResponse& response) {
  Subscription wish = wishOf(request.getURI());
  if (wish.eventTypes.empty()) {
    send(hub.hooks(), Operation::kOpenStream, refusalOf("eventTypes is missing in the query"), response);
    return;
  }
  Answer head{.contentType = "text/event-stream", .body = ": welcome\r\nretry: 1000\r\n\r\n"};
  head.headers.emplace_back("Cache-Control", "no-store");
  std::ostream& out = send(hub.hooks(), Operation::kOpenStream, head, response);

  auto& taken = dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request);
  const auto outbox = std::make_shared<Outbox>([&out](const std::string& lines) {
    if (!(out << lines << std::flush)) throw Poco::IOException("the stream's reader is gone");
  });
  wish.connection = &request;
  hub.connect(&request, [socket = taken.socket()] { return hasHungUp(socket); });
  hub.subscribe(
      std::move(wish),
      [outbox, &hooks = hub.hooks()](const std::string& text, bool late) {
        outbox->push(hooks.streams(text), late);
      },
      [outbox] { return outbox->waiting(); });
  awaitEnd(taken.socket());
  hub.disconnect(&request);
  outbox->close();
  outbox->awaitEnd();
}

}  // namespace cast::conformance::faults
