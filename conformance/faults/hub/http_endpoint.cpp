#include "hub/http_endpoint.hpp"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/String.h>
#include <Poco/URI.h>

#include <optional>

#include "hub/answer.hpp"
#include "hub/event_stream.hpp"
#include "hub/outbox.hpp"
#include "hub/request.hpp"
#include "hub/webhook.hpp"
#include "hub/websocket_endpoint.hpp"

namespace cast::conformance::faults {
namespace {
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

constexpr std::string_view kBase = "/cast/v1";
constexpr int kOffset = 2 * 3600;  // seconds east of UTC: times need not be written with a Z

struct Route {
  Operation operation;
  std::string subscriptionId;
  bool inChunks = false;
};

Route routeOf(const std::string& method, const std::string& path) {
  const std::string prefix = std::string(kBase) + "/subscribe/";
  if (method == "POST" && path == std::string(kBase) + "/subscribe") return Route{Operation::kSubscribe, ""};
  if (method == "POST" && path == std::string(kBase) + "/event") return Route{Operation::kPublish, ""};
  if (method == "GET" && path == std::string(kBase) + "/ws") return Route{Operation::kOpenWebSocket, ""};
  if (method == "GET" && path == std::string(kBase) + "/stream") return Route{Operation::kOpenStream, ""};
  if (method == "DELETE" && path.starts_with(prefix))
    return Route{Operation::kUnsubscribe, path.substr(prefix.size())};
  return Route{Operation::kOther, ""};
}

std::string bodyOf(HTTPServerRequest& request) {
  // Without either header POCO would read until the client closes.
  std::string body;
  if (request.hasContentLength() || request.getChunkedTransferEncoding()) {
    Poco::StreamCopier::copyToString(request.stream(), body);
  }
  return body;
}

std::string timeText(const Poco::Timestamp& time) {
  const Poco::Timestamp shifted = time + Poco::Timestamp::TimeDiff{kOffset} * 1'000'000;
  return Poco::DateTimeFormatter::format(Poco::DateTime(shifted), Poco::DateTimeFormat::ISO8601_FRAC_FORMAT,
                                         kOffset);
}

class Handler : public Poco::Net::HTTPRequestHandler {
 public:
  Handler(Hub& hub, const Tokens& tokens, Callbacks& callbacks)
      : hub_(hub), tokens_(tokens), callbacks_(callbacks) {}

  void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
    const std::string body = bodyOf(request);
    Route route = routeOf(request.getMethod(), Poco::URI(request.getURI()).getPath());
    route.inChunks = request.getChunkedTransferEncoding();
    Token token = tokenOf(request);
    hub_.hooks().authenticates(request.clientAddress().toString(), token);
    const Complaint badLength{Defect::kBreaksProtocol, "Content-Length"};
    if (request.get("Content-Length", "0").find_first_not_of("0123456789") != std::string::npos)
      static_cast<void>(refuse(Operation::kOther, badLength));
    if (!hub_.hooks().admits(route.operation, token)) {
      if (hub_.hooks().actsUnadmitted(route.operation)) static_cast<void>(answerTo(route, body));
      send(hub_.hooks(), route.operation, unauthorized(route.operation, token), response);
    } else if (route.operation == Operation::kOpenWebSocket) {
      const Rights rights{hub_.hooks().admits(Operation::kMessage, token),
                          hub_.hooks().admits(Operation::kListen, token)};
      serveWebSocket(hub_, rights, request, response);
    } else if (route.operation == Operation::kOpenStream) {
      serveEventStream(hub_, request, response);
    } else if (const std::optional<Answer> answer = answerTo(route, body)) {
      send(hub_.hooks(), route.operation, *answer, response);
    } else {
      dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket().shutdown();
    }
  }

 private:
  Token tokenOf(const HTTPServerRequest& request) const {
    const std::string header = Poco::trim(request.get("Authorization", ""));
    if (header.empty()) return Token::kNone;
    if (Poco::icompare(header, "Bearer") == 0) return Token::kEmpty;
    if (Poco::icompare(header, 0, 7, "Bearer ") != 0) return Token::kOtherScheme;
    const std::string token = Poco::trim(header.substr(7));
    if (token == tokens_.full) return Token::kFull;
    if (token.starts_with(tokens_.full)) return Token::kLonger;
    if (tokens_.full.starts_with(token)) return Token::kShorter;
    if (!tokens_.readOnly.empty() && token == tokens_.readOnly) return Token::kReadOnly;
    if (!tokens_.expired.empty() && token == tokens_.expired) return Token::kExpired;
    const bool alike = token.size() == tokens_.full.size() || token.ends_with(tokens_.full);
    return alike ? Token::kAlike : Token::kUnknown;
  }

  Answer unauthorized(Operation operation, Token token) const {
    Answer answer = refusalOf("no access with this token");
    const bool known = token == Token::kReadOnly;
    answer.status = hub_.hooks().statusOf(operation, token);
    answer.headers.emplace_back("WWW-Authenticate", known ? "Bearer error=\"insufficient_scope\"" : "Bearer");
    return answer;
  }

  /// nullopt: the connection ends without an answer.
  std::optional<Answer> answerTo(const Route& route, const std::string& body) {
    if (route.operation == Operation::kUnsubscribe) return unsubscribe(route.subscriptionId);
    if (route.operation == Operation::kOther) return refusalOf("there is nothing here");
    const auto message = RequestReader(route.operation, hub_.hooks()).readMessage(body);
    if (const auto* complaint = std::get_if<Complaint>(&message)) return refuse(route.operation, *complaint);
    return route.operation == Operation::kSubscribe ? subscribe(std::get<Members>(message))
                                                    : publish(std::get<Members>(message), route.inChunks);
  }

  std::optional<Answer> subscribe(const Members& message) {
    auto request = RequestReader(Operation::kSubscribe, hub_.hooks()).readSubscribe(message);
    if (const auto* complaint = std::get_if<Complaint>(&request))
      return refuse(Operation::kSubscribe, *complaint);
    Subscription& subscription = std::get<Subscription>(request);
    const std::string url = subscription.callbackUrl;
    const Complaint badUrl{Defect::kBadUrl, "callbackUrl"};
    if (!isCallbackUrl(url) && !hub_.hooks().overlooks(Operation::kSubscribe, badUrl))
      return refuse(Operation::kSubscribe, badUrl);

    const auto outbox = callbacks_.to(url, hub_.hooks());
    const auto lease = hub_.subscribe(
        std::move(subscription), [outbox](const std::string& text, bool late) { outbox->push(text, late); });
    const Members members = {{"note", quoted("one hour")},
                             {"expires", quoted(timeText(lease.expires))},
                             {"subscriptionId", quoted(lease.subscriptionId)}};
    return Answer{.contentType = "application/json; charset=utf-8", .body = writeObject(members)};
  }

  std::optional<Answer> publish(const Members& message, bool inChunks) {
    auto event = RequestReader(Operation::kPublish, hub_.hooks()).readEvent(message);
    if (const auto* complaint = std::get_if<Complaint>(&event))
      return refuse(Operation::kPublish, *complaint);
    std::get<Event>(event).inChunks = inChunks;
    hub_.publish(std::move(std::get<Event>(event)));
    return Answer{.contentType = "text/plain", .body = "taken\n"};
  }

  Answer unsubscribe(const std::string& subscriptionId) {
    hub_.unsubscribe(subscriptionId);
    return {.contentType = "application/json", .body = R"({"note":"it no longer exists"})"};
  }

  std::optional<Answer> refuse(Operation operation, const Complaint& complaint) {
    if (hub_.hooks().refuses(operation, complaint) == Reception::kDropConnection) return std::nullopt;
    return refusalOf(describe(complaint));
  }

  Hub& hub_;
  const Tokens& tokens_;
  Callbacks& callbacks_;
};

}  // namespace

Poco::Net::HTTPRequestHandler* HttpEndpoint::createRequestHandler(const HTTPServerRequest&) {
  return new Handler(hub_, tokens_, callbacks_);
}

}  // namespace cast::conformance::faults
