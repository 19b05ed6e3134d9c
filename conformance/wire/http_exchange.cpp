#include "wire/http_exchange.hpp"

namespace cast::conformance {

std::string HttpOutcome::words() const {
  switch (state) {
    case State::answered:
      return answer.summary();
    case State::closed:
      return "the connection was closed without an answer";
    case State::timedOut:
      return answer.status == 0 ? "no answer within the time limit"
                                : answer.summary() + ", whose end did not come within the time limit";
    case State::malformed:
      return "an answer that is not HTTP/1.1: " + defect;
  }
  return {};
}

HttpExchange::HttpExchange(std::unique_ptr<Connection> connection, Recorder recorder, bool bodyless)
    : connection_(std::move(connection)),
      recorder_(std::move(recorder)),
      reader_(HttpReader::Kind::response, bodyless) {}

void HttpExchange::send(std::string_view request, std::string_view summary, const Deadline& deadline) {
  recorder_.sent(summary, request);
  if (connection_->send(request, deadline, true) == Connection::Sent::partly)
    recorder_.note("the request could not be sent whole");
}

HttpOutcome HttpExchange::readAnswer(const Deadline& deadline) {
  HttpOutcome outcome = readUntil([this] { return reader_.complete(); }, deadline);
  recorder_.received(outcome.words(), raw_);
  return outcome;
}

HttpOutcome HttpExchange::readHead(const Deadline& deadline) {
  return readUntil([this] { return reader_.headComplete(); }, deadline);
}

void HttpExchange::recordHead() {
  const std::size_t end = raw_.find("\r\n\r\n");
  recorder_.received(reader_.message().summary(), end == std::string::npos ? raw_ : raw_.substr(0, end + 4));
}

template <typename Done>
HttpOutcome HttpExchange::readUntil(Done done, const Deadline& deadline) {
  HttpOutcome outcome;
  bool closed = false;
  while (!done() && !reader_.broken() && !closed) {
    const Received received = connection_->receive(deadline);
    if (received.state == Received::State::timedOut) {
      outcome.answer = reader_.message();
      return outcome;
    }
    closed = received.state == Received::State::closed;
    closed ? reader_.end() : reader_.feed(received.bytes);
    raw_ += received.bytes;
  }
  outcome.answer = reader_.message();
  outcome.defect = reader_.defect();
  if (reader_.broken())
    outcome.state = HttpOutcome::State::malformed;
  else
    outcome.state = done() ? HttpOutcome::State::answered : HttpOutcome::State::closed;
  return outcome;
}

}  // namespace cast::conformance
