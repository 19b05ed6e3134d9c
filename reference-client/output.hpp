#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "flag.hpp"

namespace cast::client {

/// What the program says: events on standard output, remarks on standard error. A thread of its own writes,
/// so that a reader who is slow never keeps anybody from answering the hub. Everything else is callable from
/// any thread and never blocks.
class Output {
 public:
  static constexpr std::size_t kMostBytes =
      64UL * 1024 * 1024;  ///< waiting; further events are dropped and counted

  /// `broken` is raised when standard output is closed.
  Output(bool quiet, const Flag& broken);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void event(std::string line);
  void remark(const std::string& words);  ///< not when quiet
  void error(const std::string& words);

  /// Writes what waits, for as long as `time`, and ends the thread.
  void finish(Milliseconds time);

 private:
  struct Line {
    int descriptor;
    std::string bytes;
  };
  void put(Line line);
  void write();
  bool writeWhole(const Line& line);

  bool quiet_;
  const Flag& broken_;
  Flag stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Line> lines_;
  std::size_t bytes_ = 0;
  std::size_t dropped_ = 0;
  bool ending_ = false;
  bool idle_ = true;
  std::thread thread_;
};

}  // namespace cast::client
