#pragma once
#include <atomic>
#include <chrono>
#include <optional>
#include <string>

#include "json_object.hpp"
#include "options.hpp"
#include "outbox.hpp"
#include "output.hpp"

namespace cast::client {

/// Where the events to publish come from: the command line, standard input, or a recording. `run` is a
/// thread's work; it closes the outbox at its end.
class Input {
 public:
  Input(const Options& options, Outbox& outbox, Output& output, const Flag& stop)
      : options_(options), outbox_(outbox), output_(output), stop_(stop) {}

  void run();
  int faults() const { return faults_; }  ///< lines that were no events

 private:
  void publishOne();
  void publishLines(int descriptor, const std::string& name);
  void publishLine(const std::string& line);
  bool waitForTurn(const std::string& recordedAt);
  void put(JsonObject event);
  void fault(const std::string& words);

  const Options& options_;
  Outbox& outbox_;
  Output& output_;
  const Flag& stop_;
  std::atomic<int> faults_{0};
  std::string place_;  ///< file and line, for reports
  std::optional<std::chrono::system_clock::time_point> recordingBegan_;
  std::chrono::steady_clock::time_point replayBegan_;
};

}  // namespace cast::client
