#include "configuration.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeParser.h>
#include <Poco/Environment.h>
#include <Poco/Exception.h>
#include <Poco/NumberParser.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>
#include <Poco/URI.h>

#include <algorithm>
#include <set>

#include "session/event_type.hpp"

namespace cast::hub {
namespace {

/// `limits.queueBytes` is CAST_LIMITS_QUEUEBYTES in the environment.
std::string environmentName(const std::string& key) {
  std::string name = "CAST_" + Poco::toUpper(key);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
}

[[noreturn]] void complain(const std::string& key, const std::string& wanted, const std::string& value) {
  throw Poco::InvalidArgumentException(key + " must be " + wanted + ", not `" + value + "`");
}

/// Reads settings one by one. Flags are stored by main.cpp under `flag.` so that they come before the
/// environment.
class Reader {
 public:
  explicit Reader(const Poco::Util::AbstractConfiguration& settings) : settings_(settings) {}

  std::string text(const std::string& key, const std::string& otherwise) const {
    known_.insert(key);
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
      complain(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most), value);
    }
    return static_cast<Number>(number);
  }

  std::chrono::milliseconds milliseconds(const std::string& key, std::chrono::milliseconds otherwise) const {
    return std::chrono::milliseconds(number<Poco::Int64>(key, otherwise.count(), 1, 1'000'000'000));
  }

  std::chrono::seconds seconds(const std::string& key, std::chrono::milliseconds otherwise) const {
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(otherwise);
    return std::chrono::seconds(number<Poco::Int64>(key, whole.count(), 1, 1'000'000'000));
  }

  /// Words between commas or blanks.
  std::vector<std::string> list(const std::string& key, const std::string& otherwise) const {
    const Poco::StringTokenizer words(text(key, otherwise), " ,", Poco::StringTokenizer::TOK_IGNORE_EMPTY);
    return {words.begin(), words.end()};
  }

  std::size_t size(const std::string& key, std::size_t otherwise) const {
    return number<std::size_t>(key, otherwise, 1, std::size_t{1} << 40U);
  }

  /// Throws where the file has a key that nobody asked for: a misspelt one would have no effect.
  void complainOfUnknown() const {
    for (const char* group : {"hub", "limits", "log", "security", "session", "sse", "webhook", "websocket"}) {
      complainOfUnknown(group);
    }
  }

 private:
  void complainOfUnknown(const std::string& path) const {
    Poco::Util::AbstractConfiguration::Keys keys;
    settings_.keys(path, keys);
    if (keys.empty() && settings_.hasProperty(path) && known_.count(path) == 0) {
      throw Poco::InvalidArgumentException(path + " is no key: see docs/configuration.md");
    }
    for (const std::string& key : keys) {
      std::string child = path;
      complainOfUnknown(child.append(".").append(key));
    }
  }

  const Poco::Util::AbstractConfiguration& settings_;
  mutable std::set<std::string> known_;
};

std::chrono::system_clock::time_point readTime(const std::string& key, const std::string& value) {
  int zone = 0;
  Poco::DateTime time;
  // The first because POCO finds some time in nearly every text.
  if (!isTimestamp(value) ||
      !Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::ISO8601_FORMAT, value, time, zone)) {
    complain(key, "a time such as 2030-01-31T12:00:00Z", value);
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
  for (const std::string& scope : read.list(key + ".scopes", "read write")) {
    if (scope != "read" && scope != "write") {
      complain(key + ".scopes", "read, write or both", scope);
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

/// Without a path: the paths are the hub's own.
std::string readPublicUrl(const std::string& value) {
  if (value.empty()) return value;
  try {
    const Poco::URI uri(value);
    const bool http = uri.getScheme() == "http" || uri.getScheme() == "https";
    if (http && !uri.getHost().empty() && uri.getPathEtc().size() <= 1)
      return value.substr(0, value.find_last_not_of('/') + 1);
  } catch (const Poco::SyntaxException&) {
    // is told below
  }
  complain("hub.publicUrl", "scheme, host and port alone, such as https://cast.example.org", value);
}

/// Spelt as POCO does; checked here so that the fault names its key.
std::string readLogLevel(const std::string& value) {
  for (const char* level : {"fatal", "error", "warning", "information", "debug"}) {
    if (value == level) return value;
  }
  complain("log.level", "fatal, error, warning, information or debug", value);
}

}  // namespace

Configuration readConfiguration(const Poco::Util::AbstractConfiguration& settings) {
  const Reader read(settings);
  Configuration c;
  c.address = read.text("hub.address", c.address);
  c.port = read.number("hub.port", c.port, 0, 65'535);
  c.publicUrl = readPublicUrl(read.text("hub.publicUrl", ""));
  c.plugins = read.text("hub.plugins", settings.getString("application.dir", "./") + "../plugins");
  c.readyFile = read.text("hub.readyFile", "");
  c.allowedOrigins = read.list("security.allowedOrigins", "*");
  c.logLevel = readLogLevel(read.text("log.level", c.logLevel));
  c.maxConnections = read.size("limits.connections", c.maxConnections);
  c.convertedBytes = read.size("limits.convertedBytes", c.convertedBytes);
  c.stopLimit = read.milliseconds("hub.stopLimitMs", c.stopLimit);
  c.sessions.sessions = read.size("limits.sessions", c.sessions.sessions);
  c.sessions.subscriptions = read.size("limits.subscriptions", c.sessions.subscriptions);
  c.sessions.idle = read.seconds("session.idleSeconds", c.sessions.idle);
  c.sessions.lease = read.seconds("session.leaseSeconds", c.sessions.lease);
  c.sessions.historyEvents = read.size("session.historyEvents", c.sessions.historyEvents);
  c.sessions.historyBytes = read.size("session.historyBytes", c.sessions.historyBytes);
  c.sessions.allHistoryBytes = read.size("limits.historyBytes", c.sessions.allHistoryBytes);
  c.channel.message = read.size("limits.messageBytes", c.channel.message);
  c.http.body = c.channel.message;
  c.http.head = read.size("limits.headBytes", c.http.head);
  c.http.request = read.seconds("limits.requestSeconds", c.http.request);
  c.http.idle = read.seconds("limits.idleSeconds", c.http.idle);
  c.channel.queue = read.size("limits.queueBytes", c.channel.queue);
  c.channel.subscriptions = read.size("limits.subscriptionsPerConnection", c.channel.subscriptions);
  c.channel.keepAlive = read.seconds("sse.keepAliveSeconds", c.channel.keepAlive);
  c.channel.ping = read.seconds("websocket.pingSeconds", c.channel.ping);
  c.webhooks.timeout = read.milliseconds("webhook.timeoutMs", c.webhooks.timeout);
  c.webhooks.attempts = read.number("webhook.attempts", c.webhooks.attempts, 1, 100);
  c.webhooks.firstPause = read.milliseconds("webhook.firstPauseMs", c.webhooks.firstPause);
  c.webhooks.longestPause = read.milliseconds("webhook.longestPauseMs", c.webhooks.longestPause);
  c.webhooks.queue = read.size("webhook.queue", c.webhooks.queue);
  readTokens(read, settings, c.tokens);
  read.complainOfUnknown();
  return c;
}

}  // namespace cast::hub
