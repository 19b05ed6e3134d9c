#pragma once
#include <Poco/Net/HTTPRequestHandlerFactory.h>

#include <string>

#include "hub/hub.hpp"
#include "hub/webhook.hpp"

namespace cast::conformance::faults {

struct Tokens {
  std::string full;
  std::string readOnly;
  std::string expired;
};

/// What POCO's server asks for each request: everything below /cast/v1. The hub outlives it.
class HttpEndpoint : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  /// `callbackAuthority`: PEM file of whom https callbacks are trusted for; empty: the machine's.
  HttpEndpoint(Hub& hub, Tokens tokens, std::string callbackAuthority)
      : hub_(hub), tokens_(std::move(tokens)), callbacks_(std::move(callbackAuthority)) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest& request) override;

 private:
  Hub& hub_;
  const Tokens tokens_;
  Callbacks callbacks_;
};

}  // namespace cast::conformance::faults
