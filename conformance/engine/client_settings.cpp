#include "engine/client_settings.hpp"

#include <nlohmann/json.hpp>

namespace cast::conformance {

ClientSettings readClientSettings(const Json& json) {
  ClientSettings settings;
  settings.command = json.value("command", settings.command);
  settings.environment = json.value("environment", settings.environment);
  settings.user = json.value("user", settings.user);
  settings.startsWithin = Milliseconds(json.value("startsWithinMs", settings.startsWithin.count()));
  if (json.contains("shows")) settings.effect = json.at("shows").value("effect", "");
  if (!json.contains("publishes")) return settings;
  settings.publishes = json.at("publishes").at("events");
  settings.identity = json.at("publishes").at("identity");
  settings.ends = json.at("publishes").value("ends", false);
  return settings;
}

}  // namespace cast::conformance
