#pragma once
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/NameValueCollection.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/connection.hpp"

namespace cast::hub {

/// A request that is wholly in memory.
struct HttpRequest {
  const Poco::Net::HTTPRequest& head;
  std::string path;                      ///< decoded
  Poco::Net::NameValueCollection query;  ///< decoded; the last of several
  std::string_view body;
  Connection& connection;
};

struct HttpResponse {
  int status = 200;
  std::string contentType;
  std::string body;
  Poco::Net::NameValueCollection headers;
  /// Where set, what speaks on the connection after this answer's head; such an answer has no body of its
  /// own.
  std::shared_ptr<Protocol> takeOver;
};

/// All values of a header that is a list, however many lines it came in (RFC 9110, section 5.3).
std::string allOf(const Poco::Net::HTTPRequest& head, const std::string& name);

/// Who answers. Called by the loop's thread and must not block it.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual HttpResponse answer(const HttpRequest& request) = 0;
  /// The refusal of a request that its body would not change (401, 404), asked for before a body is awaited.
  virtual std::optional<HttpResponse> refuseEarly(const HttpRequest& request) = 0;
  /// The answer to what is no request that could be handed on, such as an endless head (431).
  virtual HttpResponse malformed(int status, const std::string& detail) = 0;
};

struct HttpLimits {
  std::size_t head = 16U << 10U;                  ///< bytes of request line and headers
  std::size_t body = (1U << 20U) + (64U << 10U);  ///< bytes
  std::chrono::milliseconds request{20'000};      ///< for a request to be wholly there after its first byte
  std::chrono::milliseconds idle{75'000};         ///< between requests of a kept-alive connection
};

/// HTTP/1.1 as a server (RFC 9112): waits for a whole request, lets POCO parse its head, and answers in
/// order.
class HttpConnection : public Protocol {
 public:
  HttpConnection(Connection& connection, HttpHandler& handler, const HttpLimits& limits);
  ~HttpConnection() override;

  /// Refuses whatever comes, and closes: there are too many connections.
  void turnAway();

  void received(std::string& input) override;
  void tick(LoopClock::time_point now) override;
  void shutDown() override;

 private:
  bool takeHead(std::string& input);
  bool takeBody(std::string& input);
  bool takeChunks(std::string& input);
  bool readChunks(std::string_view& rest);
  bool readChunk(std::string_view& rest);
  bool readTrailer(std::string_view& rest, std::size_t lastChunk);
  void judgeHead();
  void expectBody(std::size_t here);
  HttpRequest request() const;
  void dispatch();
  void respond(HttpResponse response, bool keepAlive, bool withBody);
  void refuse(int status, const std::string& detail);
  void reset();

  Connection& connection_;
  HttpHandler& handler_;
  const HttpLimits& limits_;
  std::unique_ptr<Poco::Net::HTTPRequest> head_;  // set while its body is awaited
  std::string body_;
  std::size_t bodySize_ = 0;
  bool chunked_ = false;
  std::size_t scanned_ = 0;  // of the input, without a head's end in it
  LoopClock::time_point deadline_;
  bool begun_ = false;  // a request is on its way in
  bool stopping_ = false;
};

}  // namespace cast::hub
