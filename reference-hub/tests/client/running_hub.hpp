#pragma once
#include <functional>
#include <memory>
#include <string>
#include <thread>

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

  int port() const { return server_->port(); }
  /// Asks it to stop; does not wait.
  void askToStop() { server_->stop(); }
  /// Waits until it has stopped.
  void join();
  /// A number of GET /metrics, for example `cast_sessions` or `cast_subscriptions{transport="sse"}`.
  long metric(const std::string& name) const;

 private:
  std::unique_ptr<Log> log_;
  Variants variants_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace cast::hub
