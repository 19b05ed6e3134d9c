// The hub's side of cast/plugin.h: the only place that calls into a plugin.
#pragma once

#include <cast/plugin.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cast::hub {

/// Why a plugin, or one call into it, can't be used; what() is one line without the file's name: what is
/// wrong and what to do. Where the call was about a payload, it says nothing of the payload's content.
class PluginError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a plugin says against a payload. One line each, at most 64 KiB; the plugin is bound not to quote
/// content that could identify a person.
struct Refusal {
  std::string pointer;  ///< a JSON Pointer into the payload; "" is the payload, or not known
  std::string detail;
};

/// A plugin's table, checked and guarded: an exception out of the plugin, a null where none may be or a text
/// over the limit becomes a PluginError and costs that one call. Does not keep the library loaded. Any
/// thread, several at once. What nothing guards against: a plugin that crashes the process or never returns.
class PluginTable {
 public:
  struct Example {
    std::string schema;  ///< the schema's file, as the manifest names it
    std::string name;
    std::string payload;
    bool accepted = false;
  };

  static constexpr std::size_t kMaxText = std::size_t{1} << 20U;      ///< bytes: manifest, schema, example
  static constexpr std::size_t kMaxPayload = std::size_t{16} << 20U;  ///< bytes: a conversion's result
  static constexpr std::size_t kMaxReason = std::size_t{64} << 10U;   ///< bytes: a refusal's texts
  static constexpr std::size_t kMaxExamples = 100'000;

  /// Throws PluginError where the table was made for another version of the boundary. `table` is not null.
  explicit PluginTable(const cast_plugin_table* table);

  std::string manifest() const;

  /// The schema of one of the manifest's event types.
  std::string schemaOf(const std::string& eventType) const;
  /// The schema of one of the manifest's formats.
  std::string formatSchemaOf(const std::string& format) const;

  /// Whether it has cast.converter/1. Throws PluginError where the table behind it can't be used.
  bool converts() const;
  /// One of the manifest's conversions: the payload it gives, as the plugin wrote it and not yet looked at.
  /// Throws PluginError where the plugin has no converter, throws, or gives more than kMaxPayload.
  std::variant<std::string, Refusal> convert(std::string_view eventType, std::string_view from,
                                             std::string_view to, std::string_view payload) const;

  /// Whether it has cast.rules/1. Throws PluginError where the table behind it can't be used.
  bool judges() const;
  /// What the plugin's rules have against a payload that fits its event type's schema; nullopt: nothing, or
  /// the plugin has no rules. Throws PluginError where the plugin throws.
  std::optional<Refusal> judge(std::string_view eventType, std::string_view payload) const;

  /// All of cast.examples/1; none where the plugin does not have it.
  std::vector<Example> examples() const;

 private:
  const void* extension(const char* id) const;
  const cast_converter* converter() const;
  const cast_rules* rules() const;

  const cast_plugin_table* table_;
};

}  // namespace cast::hub
