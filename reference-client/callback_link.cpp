#include "callback_link.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>

#include <algorithm>

namespace cast::client {
namespace {

using Poco::Net::HTTPResponse;

constexpr std::size_t kLongestNotification = 16UL * 1024 * 1024;
constexpr int kMostThreads = 16;
constexpr const char* kPath = "/cast/callback";

/// Takes one notification and answers at once.
class NotificationHandler : public Poco::Net::HTTPRequestHandler {
 public:
  explicit NotificationHandler(Reception& reception) : reception_(reception) {}

  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    response.setContentLength(0);
    if (request.getMethod() != "POST") {
      response.set("Allow", "POST");
      response.setStatusAndReason(HTTPResponse::HTTP_METHOD_NOT_ALLOWED);
      response.send();
      return;
    }
    std::string body(
        std::min(static_cast<std::size_t>(std::max(request.getContentLength64(), Poco::Int64(0))),
                 kLongestNotification),
        '\0');
    if (request.getContentLength64() < 0) body.resize(kLongestNotification);
    request.stream().read(body.data(), static_cast<std::streamsize>(body.size()));
    body.resize(static_cast<std::size_t>(request.stream().gcount()));
    response.setStatusAndReason(HTTPResponse::HTTP_NO_CONTENT);
    response.send();
    reception_.take(body);
  }

 private:
  Reception& reception_;
};

class NotificationHandlers : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit NotificationHandlers(Reception& reception) : reception_(reception) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return new NotificationHandler(reception_);
  }

 private:
  Reception& reception_;
};

}  // namespace

CallbackLink::CallbackLink(const Parts& parts)
    : Link(parts), caller_(parts.access), threads_(2, kMostThreads) {
  try {
    const Poco::Net::ServerSocket socket{Poco::Net::SocketAddress(parts.options.callbackAddress)};
    Poco::Net::HTTPServerParams::Ptr parameters(new Poco::Net::HTTPServerParams);
    parameters->setKeepAlive(true);
    server_ = std::make_unique<Poco::Net::HTTPServer>(new NotificationHandlers(parts.reception), threads_,
                                                      socket, parameters);
    server_->start();
    url_ = parts.options.callbackUrl;
    if (url_.empty()) url_ = "http://" + socket.address().toString() + kPath;
  } catch (const Poco::Exception& failure) {
    throw UsageFault("--callback-address " + parts.options.callbackAddress + ": " + failure.displayText());
  }
}

CallbackLink::~CallbackLink() { server_->stopAll(true); }

void CallbackLink::work() {
  for (;;) {
    const auto renewal = subscribe();
    const auto wait =
        renewal ? std::chrono::ceil<Milliseconds>(*renewal - BackOff::Clock::now()) : Milliseconds(-1);
    waitForAny(parts().stop.descriptor(), -1, -1, wait);
    if (parts().stop.raised()) return unsubscribe();
  }
}

/// Subscribes, or renews what we have. When to renew it.
std::optional<BackOff::Clock::time_point> CallbackLink::subscribe() {
  JsonObject request = subscribeRequest(parts().options);
  request.setText("callbackUrl", url_);
  if (!subscriptionId_.empty()) request.setText("subscriptionId", subscriptionId_);
  const auto answer = caller_.call("POST", "/subscribe", request.dump());
  if (answer.status == 404 && !subscriptionId_.empty()) {  // the hub has forgotten it
    subscriptionId_.clear();
    return subscribe();
  }
  if (!answer.good()) throw Refused(answer.status, "the hub refuses the subscription: " + answer.words());
  backOff().connected();
  JsonObject::Fault fault;
  const auto response = JsonObject::read(answer.body, fault);
  if (subscriptionId_.empty()) parts().output.remark("subscribed, notifications come to " + url_);
  if (!response) return std::nullopt;
  subscriptionId_ = response->text("subscriptionId").value_or("");
  return renewalOf(response->text("expires"));
}

void CallbackLink::unsubscribe() {
  if (subscriptionId_.empty()) return;
  std::string id;
  Poco::URI::encode(subscriptionId_, "/?#%", id);
  caller_.call("DELETE", "/subscribe/" + id);
}

}  // namespace cast::client
