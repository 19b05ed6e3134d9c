#include "configuration.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeParser.h>
#include <Poco/Environment.h>
#include <Poco/Exception.h>
#include <Poco/NumberParser.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <algorithm>

namespace cast::hub {
namespace {

/// `limits.max-connections` is CAST_LIMITS_MAX_CONNECTIONS in the environment.
std::string environmentName(const std::string& key) {
  std::string name = "CAST_" + Poco::toUpper(key);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
}

/// Reads settings one by one. Flags are stored by main.cpp under `flag.` so that they come before the
/// environment.
class Reader {
 public:
  explicit Reader(const Poco::Util::AbstractConfiguration& settings) : settings_(settings) {}

  std::string text(const std::string& key, const std::string& otherwise) const {
    if (settings_.hasProperty("flag." + key)) return settings_.getString("flag." + key);
    const std::string variable = environmentName(key);
    if (Poco::Environment::has(variable)) return Poco::Environment::get(variable);
    return settings_.getString(key, otherwise);
  }

  template <class Number>
  Number number(const std::string& key, Number otherwise, Number least, Number most) const {
    const std::string value = text(key, "");
    if (value.empty()) return otherwise;
    Poco::Int64 number = 0;
    if (!Poco::NumberParser::tryParse64(value, number) || number < static_cast<Poco::Int64>(least) ||
        number > static_cast<Poco::Int64>(most)) {
      throw Poco::InvalidArgumentException(key + " must be a whole number from " + std::to_string(least) +
                                           " to " + std::to_string(most) + ", not `" + value + "`");
    }
    return static_cast<Number>(number);
  }

  template <class Duration>
  Duration duration(const std::string& key, Duration otherwise) const {
    return Duration(number<Poco::Int64>(key, otherwise.count(), 1, 1'000'000'000));
  }

  std::size_t size(const std::string& key, std::size_t otherwise) const {
    return number<std::size_t>(key, otherwise, 1, std::size_t{1} << 40U);
  }

 private:
  const Poco::Util::AbstractConfiguration& settings_;
};

std::chrono::system_clock::time_point readTime(const std::string& key, const std::string& value) {
  int zone = 0;
  Poco::DateTime time;
  if (!Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::ISO8601_FORMAT, value, time, zone)) {
    throw Poco::InvalidArgumentException(key + " must be a time such as 2030-01-31T12:00:00Z, not `" + value +
                                         "`");
  }
  time.makeUTC(zone);
  return std::chrono::system_clock::time_point(
      std::chrono::microseconds(time.timestamp().epochMicroseconds()));
}

/// `security.tokens.N.{token,subject,userId,scopes,expires}`.
void readToken(const Reader& read, const std::string& key, Tokens& tokens) {
  const std::string token = read.text(key + ".token", "");
  if (token.empty()) throw Poco::InvalidArgumentException(key + ".token is missing or empty");
  Identity identity;
  identity.sender.subject = read.text(key + ".subject", key);
  identity.sender.userId = read.text(key + ".userId", "");
  const Poco::StringTokenizer scopes(read.text(key + ".scopes", "read write"), " ,",
                                     Poco::StringTokenizer::TOK_IGNORE_EMPTY);
  for (const std::string& scope : scopes) {
    if (scope != "read" && scope != "write") {
      throw Poco::InvalidArgumentException(key + ".scopes may name read and write, not `" + scope + "`");
    }
    (scope == "read" ? identity.mayRead : identity.mayWrite) = true;
  }
  const std::string expires = read.text(key + ".expires", "");
  if (!expires.empty()) identity.expires = readTime(key + ".expires", expires);
  tokens.add(token, std::move(identity));
}

void readTokens(const Reader& read, const Poco::Util::AbstractConfiguration& settings, Tokens& tokens) {
  Poco::Util::AbstractConfiguration::Keys keys;
  settings.keys("security.tokens", keys);
  for (const std::string& key : keys) readToken(read, "security.tokens." + key, tokens);
  const std::string token = read.text("security.token", "");
  if (!token.empty()) tokens.add(token, {{"default", ""}, true, true, std::nullopt});
}

}  // namespace

Configuration readConfiguration(const Poco::Util::AbstractConfiguration& settings) {
  const Reader read(settings);
  Configuration c;
  c.address = read.text("hub.address", c.address);
  c.port = read.number("hub.port", c.port, 0, 65'535);
  c.publicUrl = read.text("hub.publicUrl", "");
  c.plugins = read.text("hub.plugins", settings.getString("application.dir", "./") + "../plugins");
  c.readyFile = read.text("hub.readyFile", "");
  c.allowedOrigin = read.text("security.allowedOrigin", c.allowedOrigin);
  c.logLevel = read.text("log.level", c.logLevel);
  c.maxConnections = read.size("limits.connections", c.maxConnections);
  c.stopLimit = read.duration("hub.stopLimitMs", c.stopLimit);
  c.sessions.sessions = read.size("limits.sessions", c.sessions.sessions);
  c.sessions.subscriptions = read.size("limits.subscriptions", c.sessions.subscriptions);
  c.sessions.idle = read.duration("session.idleSeconds", c.sessions.idle);
  c.sessions.lease = read.duration("session.leaseSeconds", c.sessions.lease);
  c.sessions.historyEvents = read.size("session.historyEvents", c.sessions.historyEvents);
  c.sessions.historyBytes = read.size("session.historyBytes", c.sessions.historyBytes);
  c.sessions.allHistoryBytes = read.size("limits.historyBytes", c.sessions.allHistoryBytes);
  c.channel.message = read.size("limits.messageBytes", c.channel.message);
  c.http.body = c.channel.message;
  c.http.head = read.size("limits.headBytes", c.http.head);
  c.http.request = read.duration("limits.requestSeconds", c.http.request);
  c.http.idle = read.duration("limits.idleSeconds", c.http.idle);
  c.channel.queue = read.size("limits.queueBytes", c.channel.queue);
  c.channel.subscriptions = read.size("limits.subscriptionsPerConnection", c.channel.subscriptions);
  c.channel.keepAlive = read.duration("sse.keepAliveSeconds", c.channel.keepAlive);
  c.channel.ping = read.duration("websocket.pingSeconds", c.channel.ping);
  c.webhooks.timeout = read.duration("webhook.timeoutMs", c.webhooks.timeout);
  c.webhooks.attempts = read.number("webhook.attempts", c.webhooks.attempts, 1, 100);
  c.webhooks.firstPause = read.duration("webhook.firstPauseMs", c.webhooks.firstPause);
  c.webhooks.longestPause = read.duration("webhook.longestPauseMs", c.webhooks.longestPause);
  c.webhooks.queue = read.size("webhook.queue", c.webhooks.queue);
  readTokens(read, settings, c.tokens);
  return c;
}

}  // namespace cast::hub
