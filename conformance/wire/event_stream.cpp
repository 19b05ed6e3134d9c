#include "wire/event_stream.hpp"

#include "wire/utf8.hpp"

namespace cast::conformance {

EventStream::EventStream(std::unique_ptr<HttpExchange> exchange, Recorder recorder, Listener listener)
    : exchange_(std::move(exchange)),
      connection_(exchange_->takeConnection()),
      recorder_(std::move(recorder)),
      listener_(std::move(listener)) {
  thread_ = std::thread([this] { read(); });
}

EventStream::~EventStream() {
  drop();
  thread_.join();
}

void EventStream::drop() { connection_->shutdown(); }

void EventStream::read() {
  HttpReader& http = exchange_->reader();
  takeEvents();
  while (!http.complete() && !http.broken()) {
    const Received received = connection_->receive(Deadline::never());
    if (received.state != Received::State::data) break;
    http.feed(received.bytes);
    takeEvents();
  }
  const std::string how = http.broken() ? "the stream broke HTTP/1.1: " + http.defect() : "the stream ended";
  recorder_.note(how);
  if (listener_.onEnd) listener_.onEnd(how);
}

void EventStream::takeEvents() {
  const std::size_t commentsBefore = reader_.comments();
  const std::string bytes = exchange_->reader().takeBody();
  reader_.feed(bytes);
  if (reader_.comments() > commentsBefore) recorder_.received("comment", bytes);
  while (const auto event = reader_.next()) {
    recorder_.received(event->type + (event->id.empty() ? "" : " " + event->id) + " " +
                           readableUtf8(shortened(event->data, 100)),
                       event->data);
    if (listener_.onEvent) listener_.onEvent(*event);
  }
}

}  // namespace cast::conformance
