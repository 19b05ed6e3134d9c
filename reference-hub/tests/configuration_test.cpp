// Where a setting comes from, and what is said of one that can't be.
#include "configuration.hpp"

#include <Poco/Environment.h>
#include <Poco/Exception.h>
#include <Poco/Util/MapConfiguration.h>
#include <Poco/Util/PropertyFileConfiguration.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cast::hub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// What a file of these lines, with flags as main.cpp stores them, configures.
Configuration configurationOf(const std::string& lines) {
  std::istringstream file(lines);
  const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> settings(
      new Poco::Util::PropertyFileConfiguration(file));
  return readConfiguration(*settings);
}

std::string faultOfFile(const std::string& lines) {
  try {
    configurationOf(lines);
  } catch (const Poco::Exception& error) {
    return error.message();
  }
  return "none";
}

/// An environment variable, as long as it lives.
class Variable {
 public:
  Variable(const std::string& name, const std::string& value) : name_(name) {
    Poco::Environment::set(name, value);
  }
  ~Variable() { unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::string name_;
};

TEST(Configuration, AFlagComesBeforeTheEnvironmentBeforeTheFileBeforeTheDefault) {
  EXPECT_EQ(configurationOf("").port, 8080);
  EXPECT_EQ(configurationOf("hub.port = 1").port, 1);
  const Variable variable("CAST_HUB_PORT", "2");
  EXPECT_EQ(configurationOf("hub.port = 1").port, 2);
  EXPECT_EQ(configurationOf("hub.port = 1\nflag.hub.port = 3").port, 3);
}

TEST(Configuration, EveryKeyHasItsVariable) {
  const Variable publicUrl("CAST_HUB_PUBLICURL", "https://cast.example");
  const Variable queue("CAST_LIMITS_QUEUEBYTES", "12345");
  const Variable token("CAST_SECURITY_TOKENS_A_TOKEN", "from-the-environment");
  const Configuration c = configurationOf("security.tokens.a.subject = app");
  EXPECT_EQ(c.publicUrl, "https://cast.example");
  EXPECT_EQ(c.channel.queue, 12345U);
  EXPECT_TRUE(
      std::holds_alternative<IdentityPtr>(c.tokens.authenticate("from-the-environment", WallClock::now())));
}

TEST(Configuration, EverySettingReachesItsPlace) {
  const Configuration c = configurationOf(R"(
    hub.address = 0.0.0.0
    hub.port = 0
    hub.publicUrl = https://cast.example.org/
    hub.plugins = /plugins
    hub.readyFile = /ready
    hub.stopLimitMs = 1
    log.level = debug
    limits.connections = 2
    limits.sessions = 3
    limits.subscriptions = 4
    limits.historyBytes = 5
    limits.messageBytes = 6
    limits.headBytes = 7
    limits.requestSeconds = 8
    limits.idleSeconds = 9
    limits.queueBytes = 10
    limits.subscriptionsPerConnection = 11
    session.idleSeconds = 12
    session.leaseSeconds = 13
    session.historyEvents = 14
    session.historyBytes = 15
    sse.keepAliveSeconds = 16
    websocket.pingSeconds = 17
    webhook.timeoutMs = 18
    webhook.attempts = 19
    webhook.firstPauseMs = 20
    webhook.longestPauseMs = 21
    webhook.queue = 22
    security.allowedOrigins = https://a.example, https://b.example
  )");
  using std::chrono::milliseconds, std::chrono::seconds;
  EXPECT_EQ(c.address, "0.0.0.0");
  EXPECT_EQ(c.port, 0);
  EXPECT_EQ(c.publicUrl, "https://cast.example.org");
  EXPECT_EQ(c.plugins, "/plugins");
  EXPECT_EQ(c.readyFile, "/ready");
  EXPECT_EQ(c.stopLimit, milliseconds(1));
  EXPECT_EQ(c.logLevel, "debug");
  EXPECT_EQ(c.maxConnections, 2U);
  EXPECT_EQ(c.sessions.sessions, 3U);
  EXPECT_EQ(c.sessions.subscriptions, 4U);
  EXPECT_EQ(c.sessions.allHistoryBytes, 5U);
  EXPECT_EQ(c.channel.message, 6U);
  EXPECT_EQ(c.http.body, 6U);
  EXPECT_EQ(c.http.head, 7U);
  EXPECT_EQ(c.http.request, seconds(8));
  EXPECT_EQ(c.http.idle, seconds(9));
  EXPECT_EQ(c.channel.queue, 10U);
  EXPECT_EQ(c.channel.subscriptions, 11U);
  EXPECT_EQ(c.sessions.idle, seconds(12));
  EXPECT_EQ(c.sessions.lease, seconds(13));
  EXPECT_EQ(c.sessions.historyEvents, 14U);
  EXPECT_EQ(c.sessions.historyBytes, 15U);
  EXPECT_EQ(c.channel.keepAlive, seconds(16));
  EXPECT_EQ(c.channel.ping, seconds(17));
  EXPECT_EQ(c.webhooks.timeout, milliseconds(18));
  EXPECT_EQ(c.webhooks.attempts, 19);
  EXPECT_EQ(c.webhooks.firstPause, milliseconds(20));
  EXPECT_EQ(c.webhooks.longestPause, milliseconds(21));
  EXPECT_EQ(c.webhooks.queue, 22U);
  EXPECT_THAT(c.allowedOrigins, ElementsAre("https://a.example", "https://b.example"));
}

TEST(Configuration, TokensHaveASubjectAUserScopesAndAnEnd) {
  const Configuration c = configurationOf(R"(
    security.token = everything
    security.tokens.viewer.token = v
    security.tokens.viewer.subject = viewer-app
    security.tokens.viewer.userId = dr-smith
    security.tokens.viewer.scopes = read
    security.tokens.old.token = o
    security.tokens.old.expires = 2020-01-31T12:00:00Z
  )");
  const auto now = WallClock::now();
  const auto viewer = std::get<IdentityPtr>(c.tokens.authenticate("v", now));
  EXPECT_EQ(viewer->sender.subject, "viewer-app");
  EXPECT_EQ(viewer->sender.userId, "dr-smith");
  EXPECT_TRUE(viewer->mayRead);
  EXPECT_FALSE(viewer->mayWrite);
  const auto everything = std::get<IdentityPtr>(c.tokens.authenticate("everything", now));
  EXPECT_TRUE(everything->mayRead && everything->mayWrite);
  EXPECT_EQ(std::get<Rejection>(c.tokens.authenticate("o", now)).status, 401);
}

struct Fault {
  std::string line;
  std::string named;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.line; }

class BadSettings : public testing::TestWithParam<Fault> {};

TEST_P(BadSettings, AreNamedWithTheirValue) {
  EXPECT_THAT(faultOfFile(GetParam().line), HasSubstr(GetParam().named));
}

INSTANTIATE_TEST_SUITE_P(
    Settings, BadSettings,
    testing::Values(
        Fault{"hub.port = 65536", "hub.port must be a whole number from 0 to 65535, not `65536`"},
        Fault{"hub.port = http", "hub.port must be"}, Fault{"hub.port = -1", "not `-1`"},
        Fault{"hub.port = 80 80", "not `80 80`"}, Fault{"limits.queueBytes = 0", "limits.queueBytes"},
        Fault{"limits.sessions = 1e6", "limits.sessions"}, Fault{"webhook.attempts = 0", "webhook.attempts"},
        Fault{"session.leaseSeconds = 1.5", "session.leaseSeconds"},
        Fault{"hub.stopLimitMs = 99999999999999999999", "hub.stopLimitMs"},
        Fault{"hub.publicUrl = cast.example", "hub.publicUrl"},
        Fault{"hub.publicUrl = https://cast.example/cast/v1", "hub.publicUrl"},
        Fault{"log.level = loud", "log.level must be"},
        Fault{"security.tokens.a.subject = app", "security.tokens.a.token is missing"},
        Fault{"security.tokens.a.token = t\nsecurity.tokens.a.scopes = read admin", "not `admin`"},
        Fault{"security.tokens.a.token = t\nsecurity.tokens.a.expires = soon", "security.tokens.a.expires"},
        Fault{"hub.prot = 80", "hub.prot is no key"},
        Fault{"webhook.retries = 1", "webhook.retries is no key"},
        Fault{"security.tokens.a.token = t\nsecurity.tokens.a.user = u",
              "security.tokens.a.user is no key"}));

TEST(Configuration, ABadTokenIsNotRepeated) {
  EXPECT_THAT(faultOfFile("security.tokens.a.token = secret\nsecurity.tokens.a.expires = soon"),
              testing::Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace cast::hub
