#include "net/http_connection.hpp"

#include <Poco/Exception.h>
#include <Poco/MemoryStream.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/String.h>
#include <Poco/Timestamp.h>
#include <Poco/URI.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "net/http_head.hpp"

namespace cast::hub {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr const char* kNoUri = "the request's target is no URI";
constexpr std::size_t kChunkLine = 1024;  // bytes of a chunk's size line

/// A whole number in `base` that is all of `text`, or nothing.
bool parseSize(std::string_view text, int base, std::size_t& size) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size, base);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

/// Every value of a header, because POCO's get() sees only the first of several.
std::vector<std::string> valuesOf(const Poco::Net::HTTPRequest& head, const std::string& name) {
  std::vector<std::string> values;
  for (auto it = head.find(name); it != head.end() && Poco::icompare(it->first, name) == 0; ++it) {
    values.push_back(it->second);
  }
  return values;
}

}  // namespace

std::string allOf(const Poco::Net::HTTPRequest& head, const std::string& name) {
  std::string all;
  for (const std::string& value : valuesOf(head, name)) all += (all.empty() ? "" : ", ") + value;
  return all;
}

HttpConnection::HttpConnection(Connection& connection, HttpHandler& handler, const HttpLimits& limits)
    : connection_(connection),
      handler_(handler),
      limits_(limits),
      deadline_(LoopClock::now() + limits.request) {}

HttpConnection::~HttpConnection() = default;

void HttpConnection::received(std::string& input) {
  while (connection_.mayGoOn()) {
    if (!head_ && !takeHead(input)) break;
    if (!connection_.isOpen() || !takeBody(input)) break;
    dispatch();
    if (head_) return;  // that was the last answer here
  }
  if (begun_ || (!head_ && input.empty())) return;
  begun_ = true;
  deadline_ = LoopClock::now() + limits_.request;
}

bool HttpConnection::takeHead(std::string& input) {
  std::size_t empty = 0;  // lines before a request, RFC 9112 2.2
  while (input.compare(empty, 2, "\r\n") == 0) empty += 2;
  if (empty > 0) scanned_ = 0;
  input.erase(0, empty);
  if (input.empty()) return false;
  const std::size_t from = scanned_ > kHeadEnd.size() ? scanned_ - kHeadEnd.size() : 0;
  const std::size_t end = input.find(kHeadEnd, from);
  if (std::min(end, input.size()) > limits_.head) {
    refuse(431, "the request's head is over " + std::to_string(limits_.head) + " bytes");
    return false;
  }
  scanned_ = input.size();
  if (end == std::string::npos) return false;
  const std::string_view text = std::string_view(input).substr(0, end + kHeadEnd.size());
  if (const auto fault = faultOfHead(text))
    return refuse(400, "the request's head is malformed: " + *fault), false;
  try {
    Poco::MemoryInputStream stream(text.data(), static_cast<std::streamsize>(text.size()));
    head_ = std::make_unique<Poco::Net::HTTPRequest>();
    head_->read(stream);
    input.erase(0, text.size());
    scanned_ = 0;
    judgeHead();
    if (connection_.isOpen()) expectBody(input.size());
  } catch (const Poco::SyntaxException&) {
    refuse(400, kNoUri);
  } catch (const Poco::Exception& error) {
    refuse(400, "the request's head can't be read: " + error.displayText());
  }
  return connection_.isOpen();
}

void HttpConnection::judgeHead() {
  const auto lengths = valuesOf(*head_, "Content-Length");
  const auto codings = valuesOf(*head_, "Transfer-Encoding");
  const bool http11 = head_->getVersion() == Poco::Net::HTTPMessage::HTTP_1_1;
  if (!http11 && head_->getVersion() != Poco::Net::HTTPMessage::HTTP_1_0) {
    return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  }
  if (http11 && valuesOf(*head_, "Host").size() != 1)
    return refuse(400, "a request has exactly one Host header");
  if (!codings.empty() && !lengths.empty())
    return refuse(400, "Content-Length and Transfer-Encoding exclude each other");
  chunked_ = !codings.empty();
  if (chunked_ && !http11) return refuse(400, "HTTP/1.0 knows no Transfer-Encoding");
  if (chunked_ && (codings.size() != 1 || Poco::icompare(codings.front(), "chunked") != 0)) {
    return refuse(501, "the only transfer coding understood is chunked");
  }
  bodySize_ = 0;
  if (std::any_of(lengths.begin(), lengths.end(),
                  [&](const auto& length) { return length != lengths.front(); }) ||
      (!lengths.empty() && !parseSize(lengths.front(), 10, bodySize_))) {
    return refuse(400, "Content-Length is not one whole number");
  }
  if (bodySize_ > limits_.body) refuse(413, "the body is over " + std::to_string(limits_.body) + " bytes");
}

// Nobody waits for, or keeps in memory, a body that makes no difference.
void HttpConnection::expectBody(std::size_t here) {
  if (!chunked_ && bodySize_ <= here) return;
  if (auto refusal = handler_.refuseEarly(request())) {
    return respond(*std::move(refusal), false, head_->getMethod() != Poco::Net::HTTPRequest::HTTP_HEAD);
  }
  if (head_->getVersion() == Poco::Net::HTTPMessage::HTTP_1_1 &&
      Poco::icompare(head_->get("Expect", ""), "100-continue") == 0) {
    connection_.send("HTTP/1.1 100 Continue\r\n\r\n");
  }
}

bool HttpConnection::takeBody(std::string& input) {
  if (chunked_) return takeChunks(input);
  if (input.size() < bodySize_) return false;
  body_ = input.substr(0, bodySize_);
  input.erase(0, bodySize_);
  return true;
}

// RFC 9112 7.1. bodySize_ holds what is missing of the current chunk with the line end behind it. The input
// is shortened once at the end: a peer may send thousands of one-byte chunks.
bool HttpConnection::takeChunks(std::string& input) {
  std::string_view rest = input;
  const bool whole = readChunks(rest);
  input.erase(0, input.size() - rest.size());
  return whole;
}

bool HttpConnection::readChunks(std::string_view& rest) {
  while (connection_.isOpen()) {
    if (bodySize_ > 0 && !readChunk(rest)) return false;
    const std::size_t end = rest.find("\r\n");
    if (std::min(end, rest.size()) > kChunkLine) return refuse(400, "a chunk's size line is too long"), false;
    if (end == std::string_view::npos) return false;
    std::size_t size = 0;
    const std::string_view line = rest.substr(0, end);
    if (line.find_first_of("\r\n") != std::string_view::npos) {
      return refuse(400, "a chunk's size line holds a line end"), false;
    }
    if (!parseSize(line.substr(0, line.find(';')), 16, size)) {
      return refuse(400, "a chunk's size is no hexadecimal number"), false;
    }
    if (size == 0) return readTrailer(rest, end);
    if (size > limits_.body || body_.size() + size > limits_.body) {
      return refuse(413, "the body is over " + std::to_string(limits_.body) + " bytes"), false;
    }
    rest.remove_prefix(end + 2);
    bodySize_ = size + 2;
  }
  return false;
}

bool HttpConnection::readChunk(std::string_view& rest) {
  const std::size_t take = std::min(bodySize_, rest.size());
  body_.append(rest.substr(0, take));
  rest.remove_prefix(take);
  bodySize_ -= take;
  if (bodySize_ > 0) return false;
  if (!body_.ends_with("\r\n")) return refuse(400, "a chunk does not end where its size says"), false;
  body_.resize(body_.size() - 2);
  return true;
}

bool HttpConnection::readTrailer(std::string_view& rest, std::size_t lastChunk) {
  const std::size_t end = rest.find(kHeadEnd, lastChunk);
  if (end != std::string_view::npos) {
    rest.remove_prefix(end + kHeadEnd.size());
    return true;
  }
  if (rest.size() > limits_.head) refuse(431, "the trailer is too long");
  return false;
}

HttpRequest HttpConnection::request() const {
  const Poco::URI uri(head_->getURI());
  HttpRequest request{*head_, uri.getPath(), {}, body_, connection_};
  for (const auto& [name, value] : uri.getQueryParameters()) request.query.set(name, value);
  return request;
}

void HttpConnection::dispatch() {
  HttpResponse response;
  try {
    response = handler_.answer(request());
  } catch (const Poco::SyntaxException&) {
    return refuse(400, kNoUri);
  }
  const bool keepAlive = head_->getKeepAlive() && !stopping_;
  const bool withBody = head_->getMethod() != Poco::Net::HTTPRequest::HTTP_HEAD;
  respond(std::move(response), keepAlive, withBody);
}

void HttpConnection::respond(HttpResponse response, bool keepAlive, bool withBody) {
  Poco::Net::HTTPResponse head(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(response.status));
  head.setVersion(Poco::Net::HTTPMessage::HTTP_1_1);
  head.setDate(Poco::Timestamp());
  if (!response.contentType.empty()) head.setContentType(response.contentType);
  for (const auto& [name, value] : response.headers) head.set(name, value);
  if (response.takeOver) {
    if (response.status == 200) head.setKeepAlive(false);  // the stream's end is the connection's end
  } else {
    if (response.status != 204) head.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
    head.setKeepAlive(keepAlive);
  }
  std::ostringstream text;
  head.write(text);
  if (withBody && !response.takeOver) text << response.body;
  connection_.send(text.str());
  if (response.takeOver) {
    connection_.setProtocol(std::move(response.takeOver));
  } else if (keepAlive) {
    reset();
  } else {
    connection_.finish();
  }
}

void HttpConnection::refuse(int status, const std::string& detail) {
  respond(handler_.malformed(status, detail), false, true);
}

void HttpConnection::turnAway() {
  refuse(429, "the hub has as many connections as it takes: try again later");
}

void HttpConnection::reset() {
  head_.reset();
  std::string().swap(body_);
  begun_ = false;
  deadline_ = LoopClock::now() + limits_.idle;
}

void HttpConnection::tick(LoopClock::time_point now) {
  if (now < deadline_) return;
  if (begun_) return refuse(408, "the request took too long to arrive");
  connection_.abort();
}

// Half a request is not accepted, and waiting for the rest would only delay the stop.
void HttpConnection::shutDown() {
  stopping_ = true;
  if (begun_) return refuse(503, "the hub is stopping: connect again shortly");
  connection_.finish();
}

}  // namespace cast::hub
