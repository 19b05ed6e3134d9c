#include "wire/http_reader.hpp"

#include <Poco/String.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

bool isTokenCharacter(char c) {
  return Poco::Ascii::isAlphaNumeric(static_cast<unsigned char>(c)) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

/// All of the text as a number, or false.
bool readNumber(std::string_view text, int base, std::size_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

std::string quoted(const std::string& line) { return "'" + readableUtf8(shortened(line, 60)) + "'"; }

}  // namespace

void HttpReader::feed(std::string_view bytes) {
  if (bytes.empty() || broken()) return;
  started_ = true;
  pending_ += bytes;
  waiting_ = false;
  while (!waiting_ && !broken() && state_ != State::complete) step();
}

void HttpReader::end() {
  if (state_ == State::untilClose) state_ = State::complete;
  if (state_ != State::complete && started_ && !broken()) fail("it ends in the middle");
}

std::string HttpReader::takeBody() { return std::exchange(message_.body, {}); }
std::string HttpReader::takeRest() { return std::exchange(pending_, {}); }

void HttpReader::step() {
  std::string line;
  switch (state_) {
    case State::startLine:
      if (takeLine(line)) readStartLine(line);
      break;
    case State::headers:
      if (!takeLine(line)) break;
      line.empty() ? finishHead() : readHeader(line);
      break;
    case State::chunkSize:
      if (takeLine(line)) readChunkSize(line);
      break;
    case State::chunkEnd:
      if (!takeLine(line)) break;
      if (!line.empty()) fail("a chunk is longer than its size says");
      state_ = State::chunkSize;
      break;
    case State::trailers:
      if (takeLine(line) && line.empty()) state_ = State::complete;
      break;
    case State::fixedBody:
    case State::chunkData:
    case State::untilClose:
      takeData();
      break;
    case State::complete:
      break;
  }
}

bool HttpReader::takeLine(std::string& line) {
  const std::size_t end = pending_.find('\n');
  if (end == std::string::npos || headBytes_ + end > kLongestHead) {
    waiting_ = true;
    if (headBytes_ + pending_.size() > kLongestHead) fail("its head is longer than 64 KiB");
    return false;
  }
  line = pending_.substr(0, end);
  pending_.erase(0, end + 1);
  headBytes_ += end + 1;
  if (line.empty() || line.back() != '\r') {
    fail("a line does not end in CR LF: " + quoted(line));
    return false;
  }
  line.pop_back();
  return true;
}

void HttpReader::readStartLine(const std::string& line) {
  if (kind_ == Kind::request && line.empty())
    return;  // RFC 9112, 2.2: empty lines before a request are passed over
  kind_ == Kind::response ? readStatusLine(line) : readRequestLine(line);
  state_ = State::headers;
}

void HttpReader::readStatusLine(const std::string& line) {
  std::size_t status = 0;
  const bool shaped = line.size() >= 12 && line.starts_with("HTTP/1.") && line[8] == ' ' &&
                      (line.size() == 12 || line[12] == ' ') && readNumber(line.substr(9, 3), 10, status) &&
                      status >= 100;
  if (!shaped) return fail("this is no HTTP/1.1 status line: " + quoted(line));
  message_.version = line.substr(0, 8);
  message_.status = static_cast<int>(status);
  message_.reason = line.size() > 13 ? line.substr(13) : "";
}

void HttpReader::readRequestLine(const std::string& line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string::npos || first == last || !isToken(line.substr(0, first)) ||
      !line.substr(last + 1).starts_with("HTTP/1."))
    return fail("this is no HTTP/1.1 request line: " + quoted(line));
  message_.method = line.substr(0, first);
  message_.target = line.substr(first + 1, last - first - 1);
  message_.version = line.substr(last + 1);
}

void HttpReader::readHeader(const std::string& line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos || !isToken(std::string_view(line).substr(0, colon)))
    return fail("this is no header field: " + quoted(line));
  message_.headers.add(line.substr(0, colon), Poco::trim(line.substr(colon + 1)));
}

void HttpReader::finishHead() {
  const bool interim = kind_ == Kind::response && message_.status < 200 && message_.status != 101;
  if (interim) {  // RFC 9110, 15.2: any number of these may come before the answer
    message_ = HttpMessage();
    state_ = State::startLine;
    return;
  }
  chooseBody();
}

void HttpReader::chooseBody() {  // RFC 9112, 6.3
  const auto coding = message_.headers.find("Transfer-Encoding");
  const auto length = message_.headers.find("Content-Length");
  if (coding && length) return fail("it has both Transfer-Encoding and Content-Length");
  const int status = message_.status;
  if (kind_ == Kind::response && (bodyless_ || status == 101 || status == 204 || status == 304)) {
    state_ = State::complete;
  } else if (coding) {
    if (!message_.headers.lists("Transfer-Encoding", "chunked"))
      return fail("its Transfer-Encoding is not chunked");
    state_ = State::chunkSize;
  } else if (length) {
    if (!readNumber(*length, 10, left_)) return fail("its Content-Length is no number: " + quoted(*length));
    state_ = left_ == 0 ? State::complete : State::fixedBody;
  } else {
    state_ = kind_ == Kind::request ? State::complete : State::untilClose;
  }
}

void HttpReader::readChunkSize(const std::string& line) {
  headBytes_ = 0;  // the limit of the head is one of each chunk's head from here on
  const std::string size = Poco::trim(line.substr(0, line.find(';')));
  if (!readNumber(size, 16, left_)) return fail("this is no chunk size: " + quoted(line));
  state_ = left_ == 0 ? State::trailers : State::chunkData;
}

void HttpReader::takeData() {
  waiting_ = true;
  const std::size_t taken = state_ == State::untilClose ? pending_.size() : std::min(left_, pending_.size());
  message_.body.append(pending_, 0, taken);
  pending_.erase(0, taken);
  if (message_.body.size() > kLongestBody) return fail("its body is longer than 64 MiB");
  if (state_ == State::untilClose) return;
  left_ -= taken;
  if (left_ > 0) return;
  waiting_ = false;
  state_ = state_ == State::fixedBody ? State::complete : State::chunkEnd;
}

void HttpReader::fail(std::string defect) { defect_ = std::move(defect); }

}  // namespace cast::conformance
