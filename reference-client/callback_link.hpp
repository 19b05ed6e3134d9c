#pragma once
#include <Poco/Net/HTTPServer.h>
#include <Poco/ThreadPool.h>

#include <memory>

#include "http_caller.hpp"
#include "link.hpp"

namespace cast::client {

/// Subscribes over HTTP: the hub posts each notification to a server of ours. The server's threads only hand
/// over what came; this link's thread subscribes, renews the lease in time, and ends the subscription.
class CallbackLink : public Link {
 public:
  /// Opens the server. Throws UsageFault where its address can't be had.
  explicit CallbackLink(const Parts& parts);
  ~CallbackLink() override;

 protected:
  void work() override;

 private:
  std::optional<BackOff::Clock::time_point> subscribe();
  void unsubscribe();

  HttpCaller caller_;
  Poco::ThreadPool threads_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
  std::string url_;
  std::string subscriptionId_;
};

}  // namespace cast::client
