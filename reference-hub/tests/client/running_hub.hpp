#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "configuration.hpp"
#include "log.hpp"
#include "server.hpp"
#include "variant/variants.hpp"

namespace cast::hub {

/// A hub in this process on a free port, with tokens named after what they may: `all`, `read`, `write`,
/// `smith` (all, as the user dr-smith), `expired`. Stops with the test.
class RunningHub {
 public:
  explicit RunningHub(const std::function<void(Configuration&)>& adjust = {});
  ~RunningHub();
  RunningHub(const RunningHub&) = delete;
  RunningHub& operator=(const RunningHub&) = delete;

  /// With the plugins of the configuration's directory, if it names one. What they did wrong is an exception
  /// while the hub begins, and a line of complaints() afterwards.
  Variants& variants() { return variants_; }
  std::vector<std::string> complaints() const;

  int port() const { return server_->port(); }
  /// Asks it to stop; does not wait.
  void askToStop() { server_->stop(); }
  /// Waits until it has stopped.
  void join();
  /// A number of GET /metrics, for example `cast_sessions` or `cast_subscriptions{transport="sse"}`.
  long metric(const std::string& name) const;

 private:
  std::unique_ptr<Log> log_;
  mutable std::mutex mutex_;
  std::vector<std::string> complaints_;  // guarded by mutex_
  Variants variants_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace cast::hub
