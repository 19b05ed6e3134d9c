#include "hub/webhook.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/NullStream.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <openssl/ssl.h>

#include <ostream>

namespace cast::conformance::faults {

namespace {

using Poco::Net::Context;

Context::Ptr contextFor(Unchecked unchecked, const std::string& authorityFile) {
  const bool none = unchecked == Unchecked::kAll;
  Context::Ptr context(new Context(Context::TLS_CLIENT_USE, authorityFile,
                                   none ? Context::VERIFY_NONE : Context::VERIFY_STRICT, 9,
                                   authorityFile.empty()));
  if (unchecked == Unchecked::kHost) context->enableExtendedCertificateVerification(false);
  if (unchecked == Unchecked::kDates)
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context->sslContext()), X509_V_FLAG_NO_CHECK_TIME);
  return context;
}

std::unique_ptr<Poco::Net::HTTPClientSession> sessionTo(const Poco::URI& uri, const Callback& callback,
                                                        const std::string& authorityFile) {
  if (uri.getScheme() == "http")
    return std::make_unique<Poco::Net::HTTPClientSession>(uri.getHost(), uri.getPort());
  return std::make_unique<Poco::Net::HTTPSClientSession>(uri.getHost(), uri.getPort(),
                                                         contextFor(callback.unchecked, authorityFile));
}

int request(const Poco::URI& uri, const Callback& callback, const std::string& authorityFile) {
  const auto held = sessionTo(uri, callback, authorityFile);
  Poco::Net::HTTPClientSession& session = *held;
  session.setTimeout(Poco::Timespan(2, 0));
  Poco::Net::HTTPRequest head(callback.method, callback.target, Poco::Net::HTTPMessage::HTTP_1_1);
  if (!callback.contentType.empty()) head.setContentType(callback.contentType);
  if (!callback.host.empty()) head.setHost(callback.host);
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
    return (uri.getScheme() == "http" || uri.getScheme() == "https") && !uri.getHost().empty();
  } catch (const Poco::SyntaxException&) {
    return false;
  }
}

void callBack(const Hooks& hooks, const std::string& url, const std::string& notification,
              const std::string& authorityFile) {
  try {
    const Poco::URI uri(url);
    Callback callback{.url = url, .target = uri.getPathAndQuery(), .body = notification};
    hooks.calls(callback, [&] { return request(uri, callback, authorityFile); });
  } catch (const Poco::Exception&) {
    // Nobody there: the specification asks for no second try.
  }
}

std::shared_ptr<Outbox> Callbacks::to(const std::string& url, const Hooks& hooks) {
  const std::lock_guard lock(mutex_);
  auto& known = outboxes_[url];
  std::shared_ptr<Outbox> outbox = known.lock();
  if (!outbox) {
    outbox = std::make_shared<Outbox>([&hooks, url, authorityFile = authorityFile_](const std::string& text) {
      callBack(hooks, url, text, authorityFile);
    });
    known = outbox;
  }
  return outbox;
}

}  // namespace cast::conformance::faults
