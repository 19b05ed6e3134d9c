#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "hub/hooks.hpp"
#include "hub/outbox.hpp"

namespace cast::conformance::faults {

/// Whether notifications can be sent there: http and a host.
bool isCallbackUrl(const std::string& url);
/// Posts a notification to a callback on a connection of its own; once, whatever is answered. For an outbox's
/// thread.
void callBack(const Hooks& hooks, const std::string& url, const std::string& notification);

/// One outbox for each callback URL, whoever subscribed it: what is sent there comes one after the other. Any
/// thread.
class Callbacks {
 public:
  std::shared_ptr<Outbox> to(const std::string& url, const Hooks& hooks);

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Outbox>> outboxes_;
};

}  // namespace cast::conformance::faults
