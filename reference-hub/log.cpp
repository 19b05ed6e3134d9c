#include "log.hpp"

#include <Poco/AsyncChannel.h>
#include <Poco/ConsoleChannel.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include <iostream>

#include "session/json_text.hpp"
#include "session/subscription.hpp"

namespace cast::hub {
namespace {

constexpr const char* kMaxLines = "100000";  // that wait for who reads the log; more are dropped and counted
constexpr std::size_t kMaxValue = 512;       // bytes; a client could send a megabyte to be logged

const char* nameOf(Poco::Message::Priority priority) {
  switch (priority) {
    case Poco::Message::PRIO_FATAL:
    case Poco::Message::PRIO_ERROR:
      return "error";
    case Poco::Message::PRIO_WARNING:
      return "warning";
    case Poco::Message::PRIO_DEBUG:
      return "debug";
    default:
      return "info";
  }
}

}  // namespace

Log::Log(const std::string& level) : logger_(Poco::Logger::get("cast-hub")) {
  const Poco::AutoPtr<Poco::ConsoleChannel> console(new Poco::ConsoleChannel(std::cerr));
  Poco::AutoPtr<Poco::AsyncChannel> behind(new Poco::AsyncChannel(console));
  behind->setProperty("queueSize", kMaxLines);
  logger_.setChannel(behind);
  logger_.setLevel(level);
}

Log::~Log() {
  if (Poco::Channel::Ptr channel = logger_.getChannel(); channel)
    channel->close();  // waits until all is written
}

void Log::write(Poco::Message::Priority priority, const char* event, Fields fields) {
  if (logger_.getLevel() < priority) return;
  std::string line =
      "{\"time\":\"" +
      Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::ISO8601_FRAC_FORMAT) +
      "\",\"level\":\"" + nameOf(priority) + "\",\"event\":" + jsonString(event);
  for (const auto& [name, value] : fields) {
    if (!value.empty()) line += "," + jsonString(name) + ":" + jsonString(value.substr(0, kMaxValue));
  }
  logger_.log(Poco::Message(logger_.name(), line + "}", priority));
}

void Log::subscribed(const Subscription& subscription) {
  info("subscribed", {{"subscriptionId", subscription.id},
                      {"sessionId", subscription.sessionId},
                      {"transport", std::string(cast::hub::nameOf(subscription.transport))},
                      {"subject", subscription.owner},
                      {"userId", subscription.userId}});
}

}  // namespace cast::hub
