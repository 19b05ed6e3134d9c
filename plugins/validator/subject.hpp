// The plugin that is judged, in the process that judges it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "validator/plugin_call.hpp"
#include "validator/trace.hpp"
#include "validator/variant_data.hpp"
#include "variant/plugin_file.hpp"
#include "variant/value_schema.hpp"

namespace cast::validator {

using Example = hub::PluginTable::Example;

/// Loads the plugin when first asked for something in it. Functions that need more of the plugin than there
/// is throw hub::PluginError. One thread.
class Subject {
 public:
  Subject(std::filesystem::path file, Trace& trace) : file_(std::move(file)), trace_(trace) {}

  const std::filesystem::path& file() const { return file_; }
  Trace& trace() const { return trace_; }

  const cast_plugin_table& rawTable();
  const hub::PluginTable& table();
  const VariantData& data();
  const std::vector<Example>& examples();

  /// The plugin's own event type, or one of the core's; null where neither has it.
  const EventType* event(const std::string& name);
  /// Whether the plugin or the core has a schema for it. Throws hub::PluginError where it can't be used.
  bool hasEventSchema(const std::string& eventType);
  bool hasFormatSchema(const std::string& format);
  /// What the schema has against the payload: where and why, in words. Empty: nothing, or there is no schema.
  std::string misfitOfEvent(const std::string& eventType, const std::string& payload);
  std::string misfitOfFormat(const std::string& format, const std::string& payload);

  /// Conversions of every fitting example, the core's included. At most 1,000, of every conversion some.
  std::vector<Call> conversionCalls();
  /// The same, of one conversion.
  std::vector<Call> callsOf(const Conversion& conversion);
  /// The rules, asked about every example of the plugin's event types. At most 1,000.
  std::vector<Call> ruleCalls();
  std::vector<Call> exampleCalls();

  /// Makes the call after saying so to whoever watches.
  Answer call(const Call& call);

 private:
  struct Core;
  const Core& core();
  const hub::ValueSchema* eventSchema(const std::string& eventType);
  const hub::ValueSchema* formatSchema(const std::string& format);

  std::filesystem::path file_;
  Trace& trace_;
  std::unique_ptr<hub::PluginFile> library_;
  std::optional<hub::PluginTable> table_;
  std::optional<VariantData> data_;
  std::optional<std::vector<Example>> examples_;
  std::shared_ptr<const Core> core_;
  std::map<std::string, std::unique_ptr<hub::ValueSchema>> eventSchemas_;
  std::map<std::string, std::unique_ptr<hub::ValueSchema>> formatSchemas_;
};

/// What is wrong with `answer` as the result of a conversion to `call.to`, in words; empty for nothing. A
/// refusal is not wrong.
std::string faultOfResult(Subject& subject, const Call& call, const Answer& answer);

}  // namespace cast::validator
