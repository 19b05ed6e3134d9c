#pragma once
#include <Poco/Util/AbstractConfiguration.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "channel/limits.hpp"
#include "channel/webhooks.hpp"
#include "net/http_connection.hpp"
#include "security/tokens.hpp"
#include "session/sessions.hpp"

namespace cast::hub {

/// What a hub is told: by flags (`--port 8080`), the environment (`CAST_HUB_PORT=8080`), a configuration file
/// (`hub.port = 8080`), and else by its defaults, in this order. docs/configuration.md lists every key.
struct Configuration {
  std::string address = "127.0.0.1";
  int port = 8080;        ///< 0: any free one
  std::string publicUrl;  ///< the hub's URL as clients see it, without path; default: from the request's Host
  std::filesystem::path plugins;
  std::filesystem::path readyFile;               ///< gets `{"port":N}` when the hub listens
  std::vector<std::string> allowedOrigins{"*"};  ///< of browsers' pages; `*`: any
  std::string logLevel = "information";
  std::size_t maxConnections = 20'000;
  std::size_t convertedBytes = 64U << 20U;  ///< converted notifications that are remembered
  std::chrono::milliseconds stopLimit{10'000};
  std::chrono::milliseconds tick{1'000};  ///< how often time limits are looked at; not in the file
  SessionLimits sessions;
  HttpLimits http;
  ChannelLimits channel;
  WebhookLimits webhooks;
  Tokens tokens;
};

/// Throws Poco::Exception that names the key and what is wrong with its value.
Configuration readConfiguration(const Poco::Util::AbstractConfiguration& settings);

}  // namespace cast::hub
