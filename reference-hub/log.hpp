#pragma once
#include <Poco/Logger.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace cast::hub {

struct Subscription;

/// Structured log: one JSON object a line on standard error, written by a thread of its own so that a slow
/// reader of the log delays nobody. Never holds a token or a payload. Callable from any thread.
class Log {
 public:
  using Fields = std::initializer_list<std::pair<const char*, std::string>>;

  /// `level`: error, warning, information or debug; throws Poco::InvalidArgumentException for others.
  explicit Log(const std::string& level);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void error(const char* event, Fields fields) { write(Poco::Message::PRIO_ERROR, event, fields); }
  void warning(const char* event, Fields fields) { write(Poco::Message::PRIO_WARNING, event, fields); }
  void info(const char* event, Fields fields) { write(Poco::Message::PRIO_INFORMATION, event, fields); }
  void debug(const char* event, Fields fields) {
    if (logger_.debug()) write(Poco::Message::PRIO_DEBUG, event, fields);
  }
  void subscribed(const Subscription& subscription);

 private:
  void write(Poco::Message::Priority priority, const char* event, Fields fields);

  Poco::Logger& logger_;
};

}  // namespace cast::hub
