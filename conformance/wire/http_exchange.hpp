#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "wire/connection.hpp"
#include "wire/http_reader.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {

/// How an HTTP exchange ended.
struct HttpOutcome {
  enum class State { answered, closed, timedOut, malformed };
  State state = State::timedOut;
  HttpMessage answer;  ///< as far as it came
  std::string defect;  ///< malformed: what it breaks

  bool answered() const { return state == State::answered; }
  std::string words() const;  ///< "201 Created", "no answer within the time limit", ...
};

/// One request on a connection of its own and its answer, both recorded. Used by one thread.
class HttpExchange {
 public:
  /// `bodyless`: the answer has no body (to HEAD).
  HttpExchange(std::unique_ptr<Connection> connection, Recorder recorder, bool bodyless = false);

  /// A peer that is gone or answers early is no failure here: its answer tells.
  void send(std::string_view request, std::string_view summary, const Deadline& deadline);

  /// Awaits the whole answer.
  HttpOutcome readAnswer(const Deadline& deadline);
  /// Awaits the head only. A body that follows is left to readAnswer or, for streams, to whoever takes the
  /// connection.
  HttpOutcome readHead(const Deadline& deadline);

  HttpReader& reader() { return reader_; }
  /// The answer is whole and nothing came after it: the connection may serve another exchange.
  bool isAtItsEnd() { return reader_.complete() && reader_.takeRest().empty(); }
  std::unique_ptr<Connection> takeConnection() { return std::move(connection_); }
  /// Puts the answer into the transcript, for a stream its head only.
  void recordHead();

 private:
  template <typename Done>
  HttpOutcome readUntil(Done done, const Deadline& deadline);

  std::unique_ptr<Connection> connection_;
  Recorder recorder_;
  HttpReader reader_;
  std::string raw_;
};

}  // namespace cast::conformance
