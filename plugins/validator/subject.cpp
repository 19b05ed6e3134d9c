#include "validator/subject.hpp"

#include <algorithm>
#include <cast/json.hpp>
#include <set>

#include "variant/embedded.hpp"
#include "variant/plugin_table.hpp"
#include "variant/schema_dialect.hpp"
#include "variant/violation.hpp"

namespace cast::validator {
namespace {

constexpr std::size_t kMostCalls = 1000;
constexpr std::size_t kFewestOfEach = 8;

// At most `most` of the calls, evenly spread.
void thinOut(std::vector<Call>& calls, std::size_t most) {
  if (calls.size() <= most) return;
  std::vector<Call> kept;
  for (std::size_t i = 0; i < most; ++i) kept.push_back(std::move(calls[i * calls.size() / most]));
  calls = std::move(kept);
}

std::unique_ptr<hub::ValueSchema> compiled(const std::string& text) {
  try {
    return std::make_unique<hub::ValueSchema>(text);
  } catch (const hub::SchemaError& e) {
    throw hub::PluginError(e.what());
  }
}

std::string misfit(const hub::ValueSchema* schema, const std::string& payload) {
  if (!schema) return {};
  const auto violation = schema->check(payload);
  return violation ? "at \"" + violation->pointer + "\": " + violation->detail : "";
}

}  // namespace

struct Subject::Core {
  hub::PluginTable table{&cast_core_table};
  VariantData data = readVariantData(table);
  std::vector<Example> examples = table.examples();
};

const Subject::Core& Subject::core() {
  if (!core_) core_ = std::make_shared<Core>();
  return *core_;
}

const cast_plugin_table& Subject::rawTable() {
  if (!library_) {
    trace_.doing("loading it");
    library_ = std::make_unique<hub::PluginFile>(file_);
  }
  return *library_->table();
}

const hub::PluginTable& Subject::table() {
  if (!table_) table_.emplace(&rawTable());
  return *table_;
}

const VariantData& Subject::data() {
  if (!data_) {
    const hub::PluginTable& plugin = table();
    trace_.doing("reading its manifest");
    data_ = readVariantData(plugin);
  }
  return *data_;
}

const std::vector<Example>& Subject::examples() {
  if (!examples_) {
    const hub::PluginTable& plugin = table();
    trace_.doing("reading its examples");
    examples_ = plugin.examples();
  }
  return *examples_;
}

const EventType* Subject::event(const std::string& name) {
  const EventType* own = data().event(name);
  return own ? own : core().data.event(name);
}

const hub::ValueSchema* Subject::eventSchema(const std::string& name) {
  auto& schema = eventSchemas_[name];
  if (schema) return schema.get();
  trace_.doing("asking for the schema of " + name);
  if (data().event(name))
    schema = compiled(table().schemaOf(name));
  else if (core().data.event(name))
    schema = compiled(core().table.schemaOf(name));
  return schema.get();
}

const hub::ValueSchema* Subject::formatSchema(const std::string& name) {
  auto& schema = formatSchemas_[name];
  if (schema) return schema.get();
  trace_.doing("asking for the schema of the format " + name);
  if (data().format(name))
    schema = compiled(table().formatSchemaOf(name));
  else if (core().data.format(name))
    schema = compiled(core().table.formatSchemaOf(name));
  return schema.get();
}

bool Subject::hasEventSchema(const std::string& eventType) { return eventSchema(eventType) != nullptr; }
bool Subject::hasFormatSchema(const std::string& format) { return formatSchema(format) != nullptr; }

std::string Subject::misfitOfEvent(const std::string& eventType, const std::string& payload) {
  return misfit(eventSchema(eventType), payload);
}

std::string Subject::misfitOfFormat(const std::string& format, const std::string& payload) {
  return misfit(formatSchema(format), payload);
}

std::vector<Call> Subject::callsOf(const Conversion& conversion) {
  const VariantData& own = data();
  const Core& ours = core();
  std::vector<std::string> eventTypes;
  for (const std::string& name : conversion.eventTypes) {
    if (name != "*") {
      eventTypes.push_back(name);
      continue;
    }
    for (const auto* data : {&own, &ours.data})
      for (const EventType& event : data->events) eventTypes.push_back(event.name);
  }
  std::vector<Call> calls;
  const auto add = [&](const std::string& eventType, const Example& example) {
    calls.push_back({eventType, conversion.from, conversion.to, example.payload,
                     "of the example `" + example.name + "` of " + example.schema});
  };
  for (const std::string& name : eventTypes) {
    const EventType* eventType = event(name);
    if (!eventType) continue;
    for (const Example& example : own.event(name) ? examples() : ours.examples)
      if (example.accepted && example.schema == eventType->schema &&
          formatOf(example.payload, *eventType) == conversion.from)
        add(name, example);
  }
  const Format* ownFormat = own.format(conversion.from);
  const Format* format = ownFormat ? ownFormat : ours.data.format(conversion.from);
  if (format && !eventTypes.empty())
    for (const Example& example : ownFormat ? examples() : ours.examples)
      if (example.accepted && example.schema == format->schema) add(eventTypes.front(), example);
  return calls;
}

std::vector<Call> Subject::conversionCalls() {
  std::vector<Call> all;
  const auto& conversions = data().conversions;
  for (const Conversion& conversion : conversions) {
    std::vector<Call> calls = callsOf(conversion);
    thinOut(calls, std::max(kFewestOfEach, kMostCalls / conversions.size()));
    std::move(calls.begin(), calls.end(), std::back_inserter(all));
  }
  return all;
}

std::vector<Call> Subject::ruleCalls() {
  std::vector<Call> calls;
  if (!table().judges()) return calls;
  for (const EventType& event : data().events)
    for (const Example& example : examples())
      if (example.schema == event.schema)
        calls.push_back({event.name,
                         {},
                         {},
                         example.payload,
                         "about the example `" + example.name + "` of " + example.schema});
  thinOut(calls, kMostCalls);
  return calls;
}

std::vector<Call> Subject::exampleCalls() {
  std::vector<Call> calls = conversionCalls();
  std::vector<Call> rules = ruleCalls();
  std::move(rules.begin(), rules.end(), std::back_inserter(calls));
  return calls;
}

Answer Subject::call(const Call& call) {
  trace_.doing(call.inWords());
  return make(call, table());
}

std::string faultOfResult(Subject& subject, const Call& call, const Answer& answer) {
  if (!answer.done || !call.isConversion()) return {};
  try {
    const auto result = plugin::readPayload(answer.result);
    const auto member = result.find("format");
    if (member == result.end() || *member != call.to)
      return "the result's member `format` is not `" + call.to + "`";
  } catch (const plugin::Fault& fault) {
    return std::string("the result is no payload: ") + fault.what();
  }
  const std::string misfit = subject.misfitOfFormat(call.to, answer.result);
  return misfit.empty() ? "" : "the result breaks the schema of `" + call.to + "` " + misfit;
}

}  // namespace cast::validator
