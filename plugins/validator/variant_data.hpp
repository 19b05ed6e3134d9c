// What a variant, a plugin's or the core, says of itself: its manifest's lists and its examples.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "variant/plugin_table.hpp"

namespace cast::validator {

struct EventType {
  std::string name;
  std::string format;  ///< of payloads that name none
  std::string schema;  ///< the file's name
};

struct Format {
  std::string name;
  std::string schema;
};

struct Conversion {
  std::vector<std::string> eventTypes;  ///< "*" is all
  std::string from;
  std::string to;
  bool loses = false;
};

struct VariantData {
  std::string id;
  std::string version;
  std::vector<EventType> events;
  std::vector<Format> formats;
  std::vector<Conversion> conversions;

  const EventType* event(std::string_view name) const;
  const Format* format(std::string_view name) const;
};

/// Throws hub::PluginError where the manifest is not valid.
VariantData readVariantData(const hub::PluginTable& table);

/// The format of a payload of the event type, by the implementation guide's rule (Formats). nullopt: the
/// payload is no JSON object.
std::optional<std::string> formatOf(std::string_view payload, const EventType& eventType);

}  // namespace cast::validator
