#include "stream_link.hpp"

#include <Poco/Net/HTTPResponse.h>

#include "byte_stream.hpp"

namespace cast::client {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) list.append(list.empty() ? "" : ",").append(text);
  return list;
}

void refuseAllButStreams(const Poco::Net::HTTPResponse& response) {
  if (response.getStatus() != Poco::Net::HTTPResponse::HTTP_OK)
    throw Refused(response.getStatus(), "the hub answered " + std::to_string(response.getStatus()) + " " +
                                            response.getReason() + " to the event stream");
  if (!response.getContentType().starts_with("text/event-stream"))
    throw Refused(0, "the hub's answer is no event stream but " + response.getContentType());
}

}  // namespace

Poco::URI StreamLink::uri() const {
  const Options& options = parts().options;
  Poco::URI uri = parts().access.resource(options.ssePath);
  uri.addQueryParameter("sessionId", options.session);
  uri.addQueryParameter("eventTypes", joined(options.eventTypes));
  if (!options.formats.empty()) uri.addQueryParameter("preferredFormats", joined(options.formats));
  if (!options.user.empty()) uri.addQueryParameter("userId", options.user);
  uri.addQueryParameter("source", options.source);
  return uri;
}

void StreamLink::work() {
  const Poco::URI target = uri();
  const auto session = parts().access.session(target);
  auto request = parts().access.request("GET", target);
  request.set("Accept", "text/event-stream");
  request.set("Cache-Control", "no-cache");
  if (!lastEventId_.empty()) request.set("Last-Event-ID", lastEventId_);
  session->sendRequest(request);
  Poco::Net::HTTPResponse response;
  session->receiveResponse(response);
  refuseAllButStreams(response);
  backOff().connected();
  parts().output.remark("connected to " + parts().options.hub + parts().options.ssePath +
                        (lastEventId_.empty() ? "" : ", after event " + lastEventId_));

  ByteStream connection(*session);
  const bool chunked = response.getChunkedTransferEncoding();
  ChunkedBody body;
  EventStreamReader reader;
  for (;;) {
    if (!connection.pending())
      waitForAny(connection.descriptor(), parts().stop.descriptor(), -1, Milliseconds(-1));
    if (parts().stop.raised()) return connection.close();
    const std::string bytes = connection.read();
    if (bytes.empty()) throw Lost("the event stream ended");
    try {
      take(reader.feed(chunked ? body.feed(bytes) : bytes));
    } catch (const std::length_error& flood) {
      throw Lost(flood.what());
    }
    if (!reader.lastId().empty()) lastEventId_ = reader.lastId();
    if (reader.retryMs()) backOff().startWith(Milliseconds(*reader.retryMs()));
    if (body.ended() || body.broken()) throw Lost("the event stream ended");
  }
}

void StreamLink::take(const std::vector<EventStreamReader::Event>& events) {
  for (const auto& event : events) {
    if (event.type == "message")
      parts().reception.take(event.data);
    else
      parts().output.error("the hub says " + event.type + ": " + event.data.substr(0, 200));
  }
}

}  // namespace cast::client
