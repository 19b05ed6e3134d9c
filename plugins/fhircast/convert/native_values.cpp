#include "convert/native_values.hpp"

#include "fhir/date_time.hpp"
#include "fhir/reference.hpp"

namespace cast::fhircast {

namespace {

// A system for an id that FHIR's `id` can't hold.
constexpr std::string_view kOwnSystem = "urn:cast:native:";

std::string systemOf(std::string_view name) { return std::string(kOwnSystem) + std::string(name); }

}  // namespace

void setId(Json& resource, const Json& native, std::string_view name) {
  const std::string_view id = textOf(native, name);
  if (id.empty()) throw Fault("expected a text that names what the event is about", pointerTo("", name));
  if (isId(id)) {
    resource["id"] = id;
  } else {
    append(resource, "identifier", Json{{"system", systemOf(name)}, {"value", id}});
  }
}

std::string idOf(const Json& resource, std::string_view name) {
  if (const std::string_view id = textOf(resource, "id"); !id.empty()) return std::string(id);
  for (const Json& identifier : arrayOf(resource, "identifier"))
    if (textOf(identifier, "system") == systemOf(name)) return std::string(textOf(identifier, "value"));
  throw Fault("expected an `id`: the native payload names what the event is about", "/id");
}

bool isOwnIdentifier(const Json& identifier) {
  return textOf(identifier, "system").rfind(kOwnSystem, 0) == 0;
}

Json referenceToPatient(const Json& native) {
  const std::string_view id = textOf(native, "patientId");
  if (id.empty()) return nullptr;
  if (isId(id)) return {{"reference", "Patient/" + std::string(id)}, {"type", "Patient"}};
  return {{"type", "Patient"}, {"identifier", {{"system", systemOf("patientId")}, {"value", id}}}};
}

std::string patientIdOf(const Json& reference) {
  const Target target = targetOf(textOf(reference, "reference"));
  if (target.form == Target::Form::kResource && target.type == "Patient") return target.id;
  const Json& identifier = objectOf(reference, "identifier");
  return std::string(textOf(identifier, "value"));
}

Json conceptOf(const Json& native, std::string_view name) {
  const Json* value = memberOf(native, name);
  if (!value) return nullptr;
  if (value->is_string())
    return value->get_ref<const std::string&>().empty() ? Json() : Json{{"text", *value}};
  Json made = Json::object();
  if (!arrayOf(*value, "coding").empty()) made["coding"] = arrayOf(*value, "coding");
  if (!textOf(*value, "text").empty()) made["text"] = textOf(*value, "text");
  if (made.empty() && !textOf(*value, "code").empty())
    append(made, "coding",
           coding(textOf(*value, "system"), textOf(*value, "code"), textOf(*value, "display")));
  if (made.empty())
    throw Fault("expected a text, or an object with `coding`, `code` or `text`", pointerTo("", name));
  return made;
}

Json nativeConcept(const Json& element) {
  if (!textOf(element, "text").empty() && arrayOf(element, "coding").empty()) return textOf(element, "text");
  return element;
}

std::string dateTimeOf(const Json& native, std::string_view name) {
  const std::string_view text = textOf(native, name);
  if (text.empty()) return {};
  const auto read = readDateTime(text);
  if (!read) throw Fault("expected a date, with or without time, as RFC 3339 has it", pointerTo("", name));
  if (!read->time.empty() && read->zone.empty())
    throw Fault("expected a zone behind the time of day, without which FHIR has none", pointerTo("", name));
  return read->asDateTime();
}

void demandType(const Json& resource, std::string_view resourceType) {
  if (textOf(resource, "resourceType") != resourceType)
    throw Fault("expected " + std::string(resourceType) + ": that is what the event is about",
                "/resourceType");
}

}  // namespace cast::fhircast
