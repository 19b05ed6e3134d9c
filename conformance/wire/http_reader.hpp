#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "wire/http_message.hpp"

namespace cast::conformance {

/// Reads one HTTP/1.1 message (RFC 9112) from bytes that come in any pieces. Used by one thread at a time.
/// Strict: what the RFC does not allow is a defect, after which nothing more is read.
class HttpReader {
 public:
  static constexpr std::size_t kLongestHead = 64UL * 1024;
  static constexpr std::size_t kLongestBody = 64UL * 1024 * 1024;

  enum class Kind { response, request };
  /// `bodyless`: the response has no body whatever its headers say (an answer to HEAD).
  explicit HttpReader(Kind kind, bool bodyless = false) : kind_(kind), bodyless_(bodyless) {}

  void feed(std::string_view bytes);
  void end();  ///< the connection has ended

  bool headComplete() const { return state_ != State::startLine && state_ != State::headers && !broken(); }
  bool complete() const { return state_ == State::complete; }
  bool started() const { return started_; }
  bool broken() const { return !defect_.empty(); }
  const std::string& defect() const { return defect_; }  ///< what the message breaks, in words

  const HttpMessage& message() const { return message_; }
  /// Takes the body that came so far, for streams.
  std::string takeBody();
  /// Takes the bytes after the message (all bytes after the head, for a 101).
  std::string takeRest();

 private:
  enum class State {
    startLine,
    headers,
    fixedBody,
    chunkSize,
    chunkData,
    chunkEnd,
    trailers,
    untilClose,
    complete
  };

  void step();
  bool takeLine(std::string& line);
  void readStartLine(const std::string& line);
  void readStatusLine(const std::string& line);
  void readRequestLine(const std::string& line);
  void readHeader(const std::string& line);
  void finishHead();
  void chooseBody();
  void readChunkSize(const std::string& line);
  void takeData();
  void fail(std::string defect);

  Kind kind_;
  bool bodyless_;
  State state_ = State::startLine;
  bool started_ = false;
  bool waiting_ = false;  ///< more bytes are needed for the next step
  std::string pending_;
  std::size_t headBytes_ = 0;
  std::size_t left_ = 0;  ///< bytes left of the fixed body or the chunk
  HttpMessage message_;
  std::string defect_;
};

}  // namespace cast::conformance
