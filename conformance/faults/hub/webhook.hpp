#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "hub/hooks.hpp"
#include "hub/outbox.hpp"

namespace cast::conformance::faults {

/// Whether notifications can be sent there: http or https, and a host.
bool isCallbackUrl(const std::string& url);
/// Posts a notification to a callback on a connection of its own; once, whatever is answered. For an outbox's
/// thread. `authorityFile`: whom it trusts in TLS; empty: whom the machine trusts.
void callBack(const Hooks& hooks, const std::string& url, const std::string& notification,
              const std::string& authorityFile);

/// One outbox for each callback URL, whoever subscribed it: what is sent there comes one after the other. Any
/// thread.
class Callbacks {
 public:
  explicit Callbacks(std::string authorityFile) : authorityFile_(std::move(authorityFile)) {}
  std::shared_ptr<Outbox> to(const std::string& url, const Hooks& hooks);

 private:
  const std::string authorityFile_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Outbox>> outboxes_;
};

}  // namespace cast::conformance::faults
