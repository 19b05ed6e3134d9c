#pragma once
#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_set>
#include <utility>

#include "flag.hpp"
#include "json_object.hpp"
#include "output.hpp"

namespace cast::client {

/// What becomes of a notification: a sound one is printed once, however often it comes; an unsound one, or
/// one of another session, is reported and otherwise ignored. Any thread.
class Reception {
 public:
  static constexpr std::size_t kRemembered = 10'000;  ///< events whose repeats are known

  /// Raises `enough` after `most` events; 0: never.
  Reception(Output& output, std::string session, int most, const Flag& enough)
      : output_(output), session_(std::move(session)), most_(most), enough_(enough) {}

  void take(const std::string& text);
  void take(const JsonObject& event);
  void unsound(const std::string& text, const std::string& defect);

 private:
  bool isRepeat(const JsonObject& event);

  Output& output_;
  const std::string session_;
  int most_;
  const Flag& enough_;
  std::mutex mutex_;
  std::unordered_set<std::string> seen_;
  std::deque<std::string> order_;  ///< of seen_, the oldest first
  int taken_ = 0;
};

}  // namespace cast::client
