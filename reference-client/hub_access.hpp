#pragma once
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/URI.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "options.hpp"

namespace cast::client {

/// The hub answered, and not what was asked for.
class Refused : public std::runtime_error {
 public:
  Refused(int status, const std::string& words) : std::runtime_error(words), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

/// Where the hub is and how it lets us in: URLs, TLS with validation of its certificate and name, the token.
/// Immutable; any thread.
class HubAccess {
 public:
  /// Throws UsageFault where the authorities' file can't be read.
  explicit HubAccess(const Options& options);

  Poco::URI resource(const std::string& path) const;  ///< below the base URL
  Poco::URI webSocket() const;
  std::unique_ptr<Poco::Net::HTTPClientSession> session(const Poco::URI& uri) const;
  /// A request for the URI with everything a call needs: Host, Authorization. Throws UsageFault where the
  /// token's file can't be read.
  Poco::Net::HTTPRequest request(const std::string& method, Poco::URI uri) const;

  /// Whether it is of no use to try again after this answer.
  bool isFinal(int status) const;

 private:
  std::string token() const;
  Poco::Net::Context::Ptr contextFor(const std::string& host) const;

  const Options& options_;
};

/// What went wrong in words: POCO's text without its class, plain words for what happens most.
std::string wordsOf(const std::exception& failure);

}  // namespace cast::client
