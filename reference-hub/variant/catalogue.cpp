#include "variant/catalogue.hpp"

#include <algorithm>
#include <utility>

#include "session/json_text.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = JsonMember::Kind;

constexpr std::string_view kNative = "native";
constexpr std::string_view kFhir = "fhir";

const JsonMember* stringMember(const JsonObject& object, std::string_view name) {
  const JsonMember* member = object.find(name);
  return member && member->kind == Kind::String ? member : nullptr;
}

Rejection invalidPayload(std::string_view eventType, const std::string& pointer, const std::string& detail) {
  return {422, "invalid-payload", "The payload does not fit its event type",
          "payload of " + std::string(eventType) + ": " + detail, "/payload" + pointer};
}

std::string at(const std::string& pointer) { return pointer.empty() ? "" : pointer + ": "; }

bool lists(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<std::string> collisionWith(const LoadedVariant& candidate, const LoadedVariant& other) {
  const Manifest& mine = candidate.manifest;
  const Manifest& theirs = other.manifest;
  if (mine.id == theirs.id)
    return "its id `" + mine.id + "` is taken by " + (other.file.empty() ? "the core" : other.file.string()) +
           ": keep one of the two";
  for (const auto& eventType : mine.eventTypes)
    if (lists(theirs.eventTypes, eventType))
      return "its event type " + eventType + " is already defined by `" + theirs.id +
             "`: give it another name, or keep one of the two";
  for (const auto& format : mine.formats)
    if (lists(theirs.formats, format))
      return "its format " + format + " is already defined by `" + theirs.id +
             "`: take it out of its formats; its conversions may name it all the same";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> collisionOf(const LoadedVariant& candidate, const LoadedVariant& core,
                                       const Catalogue::Plugins& others) {
  if (auto collision = collisionWith(candidate, core)) return collision;
  for (const auto& other : others)
    if (auto collision = collisionWith(candidate, *other)) return collision;
  return std::nullopt;
}

Catalogue::Catalogue(std::shared_ptr<const LoadedVariant> core, Plugins plugins, std::uint64_t generation)
    : core_(std::move(core)), plugins_(std::move(plugins)), generation_(generation) {
  add(*core_);
  for (const auto& plugin : plugins_) add(*plugin);
}

void Catalogue::add(const LoadedVariant& variant) {
  for (const auto& [eventType, schema] : variant.schemas) eventTypes_[eventType] = {&variant, schema.get()};
  for (const auto& [format, schema] : variant.formatSchemas) formats_[format] = schema.get();
  graph_.add(variant);
}

std::vector<std::string> Catalogue::eventTypes() const {
  std::vector<std::string> names;
  for (const auto& [name, eventType] : eventTypes_) names.emplace_back(name);
  return names;
}

std::vector<std::string> Catalogue::formats() const {
  std::vector<std::string> names;
  for (const auto& [name, schema] : formats_) names.emplace_back(name);
  return names;
}

std::optional<Rejection> Catalogue::validate(std::string_view eventType, std::string_view payload,
                                             const std::function<void(const std::string&)>& tell) const {
  const auto found = eventTypes_.find(eventType);
  if (found == eventTypes_.end()) return std::nullopt;
  if (const auto violation = found->second.schema->check(payload))
    return invalidPayload(eventType, violation->pointer, violation->detail);
  const LoadedVariant& variant = *found->second.variant;
  if (!variant.judges) return std::nullopt;
  try {
    const auto refusal = variant.table.judge(eventType, payload);
    if (refusal) return invalidPayload(eventType, refusal->pointer, refusal->detail);
    return std::nullopt;
  } catch (const PluginError& e) {
    tell("variant " + variant.manifest.id + " could not judge a payload of " + std::string(eventType) + ": " +
         e.what());
    return Rejection{500, "internal", "An error inside the hub",
                     "the rules of the variant " + variant.manifest.id +
                         " failed on this payload; the hub's log tells more",
                     "/payload"};
  }
}

std::string_view Catalogue::statedFormat(std::string_view eventType) const {
  const auto found = eventTypes_.find(eventType);
  if (found == eventTypes_.end()) return kNative;
  const auto& stated = found->second.variant->manifest.formatOf;
  const auto format = stated.find(eventType);
  return format == stated.end() ? kNative : std::string_view(format->second);
}

std::string Catalogue::formatOf(std::string_view eventType, std::string_view payload) const {
  const auto read = JsonObject::read(payload, "the payload");
  if (const auto* object = std::get_if<JsonObject>(&read)) {
    if (const JsonMember* format = stringMember(*object, "format")) return format->string;
    if (stringMember(*object, "resourceType")) return std::string(kFhir);
  }
  return std::string(statedFormat(eventType));
}

// A payload whose format follows from its event type alone says so on its way to a converter, and to the
// format's schema.
std::string Catalogue::named(std::string_view eventType, std::string_view payload,
                             std::string_view format) const {
  const auto read = JsonObject::read(payload, "the payload");
  if (const auto* rejection = std::get_if<Rejection>(&read)) throw PluginError(rejection->detail);
  const auto& object = std::get<JsonObject>(read);
  std::string text(payload);
  if (format == kNative || format != statedFormat(eventType) || object.find("format")) return text;
  text.insert(text.find('{') + 1, "\"format\":" + jsonString(format) + (object.members().empty() ? "" : ","));
  return text;
}

std::optional<std::string> Catalogue::faultOfFormat(std::string_view format, std::string_view payload) const {
  const auto found = formats_.find(format);
  if (found == formats_.end()) return std::nullopt;
  const auto violation = found->second->check(payload);
  if (!violation) return std::nullopt;
  return "it does not fit the format " + std::string(format) + ": " + at(violation->pointer) +
         violation->detail;
}

Conversion Catalogue::convert(std::string_view eventType, std::string_view payload, std::string_view from,
                              std::string_view to) const {
  Conversion conversion;
  const auto chain = graph_.chain(eventType, from, to);
  conversion.reachable = !chain.empty();
  if (chain.empty()) return conversion;
  try {
    std::string text = named(eventType, payload, from);
    if (const auto fault = faultOfFormat(from, text)) throw PluginError("the published payload: " + *fault);
    for (const auto* step : chain) {
      const auto began = Clock::now();
      conversion.steps.push_back({step->variant->manifest.id, step->from, step->to, {}});
      text = stepped(*step, eventType, text);
      conversion.steps.back().took =
          std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
    }
    conversion.payload = std::move(text);
  } catch (const PluginError& e) {
    conversion.fault = e.what();
  }
  return conversion;
}

std::string Catalogue::stepped(const ConversionGraph::Step& step, std::string_view eventType,
                               std::string_view payload) const {
  auto converted = step.variant->table.convert(eventType, step.from, step.to, payload);
  if (const auto* refusal = std::get_if<Refusal>(&converted)) throw PluginError(refusal->detail);
  std::string result = std::move(std::get<std::string>(converted));
  const auto read = JsonObject::read(result, "the result");
  if (const auto* rejection = std::get_if<Rejection>(&read)) throw PluginError(rejection->detail);
  const JsonMember* format = stringMember(std::get<JsonObject>(read), "format");
  if (!format || format->string != step.to)
    throw PluginError("the result's member `format` does not say " + step.to);
  if (const auto fault = faultOfFormat(step.to, result)) throw PluginError("the result: " + *fault);
  return result;
}

}  // namespace cast::hub
