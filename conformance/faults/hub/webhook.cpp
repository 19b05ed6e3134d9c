#include "hub/webhook.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/NullStream.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include <ostream>

namespace cast::conformance::faults {

namespace {

int request(const Poco::URI& uri, const Callback& callback) {
  Poco::Net::HTTPClientSession session(uri.getHost(), uri.getPort());
  session.setTimeout(Poco::Timespan(2, 0));
  Poco::Net::HTTPRequest head(callback.method, callback.target, Poco::Net::HTTPMessage::HTTP_1_1);
  if (!callback.contentType.empty()) head.setContentType(callback.contentType);
  head.setChunkedTransferEncoding(true);
  session.sendRequest(head) << callback.body << std::flush;
  Poco::Net::HTTPResponse response;
  Poco::NullOutputStream nowhere;
  Poco::StreamCopier::copyStream(session.receiveResponse(response), nowhere);
  return response.getStatus();
}

}  // namespace

bool isCallbackUrl(const std::string& url) {
  try {
    const Poco::URI uri(url);
    return uri.getScheme() == "http" && !uri.getHost().empty();
  } catch (const Poco::SyntaxException&) {
    return false;
  }
}

void callBack(const Hooks& hooks, const std::string& url, const std::string& notification) {
  try {
    const Poco::URI uri(url);
    Callback callback{.url = url, .target = uri.getPathAndQuery(), .body = notification};
    hooks.calls(callback, [&] { return request(uri, callback); });
  } catch (const Poco::Exception&) {
    // Nobody there: the specification asks for no second try.
  }
}

std::shared_ptr<Outbox> Callbacks::to(const std::string& url, const Hooks& hooks) {
  const std::lock_guard lock(mutex_);
  auto& known = outboxes_[url];
  std::shared_ptr<Outbox> outbox = known.lock();
  if (!outbox) {
    outbox = std::make_shared<Outbox>([&hooks, url](const std::string& text) { callBack(hooks, url, text); });
    known = outbox;
  }
  return outbox;
}

}  // namespace cast::conformance::faults
