#pragma once
#include <memory>
#include <string>

#include "hub_access.hpp"

namespace cast::client {

/// Calls the hub's HTTP resources one after another over a kept connection. Used by one thread.
class HttpCaller {
 public:
  struct Answer {
    int status = 0;
    std::string reason;
    std::string body;
    bool good() const { return status >= 200 && status < 300; }
    std::string words() const;  ///< the status, and what the body says of it
  };

  explicit HttpCaller(const HubAccess& access) : access_(access) {}

  /// Throws Poco::Exception where no answer comes. A kept connection that turns out to be gone is opened
  /// again.
  Answer call(const std::string& method, const std::string& path, const std::string& json = {});

 private:
  Answer callOnce(const std::string& method, const std::string& path, const std::string& json);

  const HubAccess& access_;
  std::unique_ptr<Poco::Net::HTTPClientSession> session_;
};

}  // namespace cast::client
