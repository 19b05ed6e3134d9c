#include "hub_access.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/String.h>
#include <Poco/Timespan.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace cast::client {
namespace {

const Poco::Timespan kConnecting(5, 0);
const Poco::Timespan kWaiting(10, 0);  // for an answer, or for the rest of a TLS record

bool isSecure(const Poco::URI& uri) { return uri.getScheme() == "https" || uri.getScheme() == "wss"; }

}  // namespace

HubAccess::HubAccess(const Options& options) : options_(options) {
  if (!options.caFile.empty() && !std::filesystem::is_regular_file(options.caFile))
    throw UsageFault("--ca-file " + options.caFile + ": there is no such file");
  token();
}

Poco::URI HubAccess::resource(const std::string& path) const { return Poco::URI(options_.hub + path); }

Poco::URI HubAccess::webSocket() const { return Poco::URI(options_.webSocketUrl); }

/// OpenSSL itself holds the certificate against the host's name: POCO 1.11 does not know certificates for
/// addresses, and leaves localhost out.
Poco::Net::Context::Ptr HubAccess::contextFor(const std::string& host) const {
  using Poco::Net::Context;
  Context::Ptr context(new Context(Context::TLS_CLIENT_USE, "", "", options_.caFile, Context::VERIFY_STRICT,
                                   9, options_.caFile.empty()));
  context->disableProtocols(Context::PROTO_SSLV2 | Context::PROTO_SSLV3 | Context::PROTO_TLSV1 |
                            Context::PROTO_TLSV1_1);
  context->enableExtendedCertificateVerification(false);
  SSL_CTX_set_verify(context->sslContext(), SSL_VERIFY_PEER, nullptr);
  X509_VERIFY_PARAM* parameters = SSL_CTX_get0_param(context->sslContext());
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) != 1)
    X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
  return context;
}

std::unique_ptr<Poco::Net::HTTPClientSession> HubAccess::session(const Poco::URI& uri) const {
  std::unique_ptr<Poco::Net::HTTPClientSession> session;
  if (isSecure(uri)) {
    const int port = uri.getPort() == 0 ? 443 : uri.getPort();
    session = std::make_unique<Poco::Net::HTTPSClientSession>(uri.getHost(), static_cast<Poco::UInt16>(port),
                                                              contextFor(uri.getHost()));
  } else {
    const int port = uri.getPort() == 0 ? 80 : uri.getPort();
    session = std::make_unique<Poco::Net::HTTPClientSession>(uri.getHost(), static_cast<Poco::UInt16>(port));
  }
  session->setTimeout(kConnecting, kWaiting, kWaiting);
  return session;
}

Poco::Net::HTTPRequest HubAccess::request(const std::string& method, Poco::URI uri) const {
  const std::string secret = token();
  if (options_.tokenInUrl && !secret.empty()) uri.addQueryParameter("access_token", secret);
  Poco::Net::HTTPRequest request(method, uri.getPathAndQuery(), Poco::Net::HTTPMessage::HTTP_1_1);
  request.set("User-Agent", "cast-client/" CAST_CLIENT_VERSION);
  if (!options_.tokenInUrl && !secret.empty()) request.set("Authorization", "Bearer " + secret);
  return request;
}

/// A token from a file may be a better one next time.
bool HubAccess::isFinal(int status) const {
  if (status == 401) return options_.tokenFile.empty();
  return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

std::string HubAccess::token() const {
  if (options_.tokenFile.empty()) return options_.token;
  std::ifstream file(options_.tokenFile);
  if (!file) throw UsageFault("the token's file " + options_.tokenFile + " can't be read");
  return Poco::trim(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::string wordsOf(const std::exception& failure) {
  if (dynamic_cast<const Poco::Net::ConnectionRefusedException*>(&failure) != nullptr)
    return "nobody listens there";
  if (dynamic_cast<const Poco::TimeoutException*>(&failure) != nullptr) return "no answer in time";
  if (dynamic_cast<const Poco::Net::NoMessageException*>(&failure) != nullptr)
    return "the connection ended without an answer";
  const auto* poco = dynamic_cast<const Poco::Exception*>(&failure);
  return poco == nullptr ? failure.what() : poco->displayText();
}

}  // namespace cast::client
