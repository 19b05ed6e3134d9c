// @title@'s conversions between its results and FHIR, and its rule that no schema can say.
#include <cast/json.hpp>
#include <cast/plugin.hpp>
#include <string>
#include <string_view>

namespace {

using cast::plugin::Conversion;
using cast::plugin::Fault;
using cast::plugin::Json;
using cast::plugin::readPayload;
using cast::plugin::writePayload;
using Place = Json::json_pointer;

// A reason names what was expected and found, and never quotes the payload: it may be about a patient.
const Json& at(const Json& payload, const char* place, bool (Json::*is)() const noexcept, const char* expected) {
  const Place pointer{place};
  if (!payload.contains(pointer)) throw Fault(std::string("expected ") + expected + "; found nothing", place);
  const Json& value = payload.at(pointer);
  if (!(value.*is)())
    throw Fault(std::string("expected ") + expected + "; found " + value.type_name(), place);
  return value;
}

const Json& textAt(const Json& payload, const char* place) {
  return at(payload, place, &Json::is_string, "a text");
}

const Json& numberAt(const Json& payload, const char* place) {
  return at(payload, place, &Json::is_number, "a number");
}

// Copies a number that may be missing.
void copyNumber(const Json& from, const char* fromPlace, Json& to, const char* toPlace) {
  if (from.contains(Place(fromPlace))) to[Place(toPlace)] = numberAt(from, fromPlace);
}

Json toFhir(const Json& result) {
  Json observation{{"format", "fhir"},
                   {"resourceType", "Observation"},
                   {"status", "final"},
                   {"code", {{"text", textAt(result, "/code")}}},
                   {"subject", {{"reference", "Patient/" + textAt(result, "/patientId").get<std::string>()}}},
                   {"valueQuantity", {{"value", numberAt(result, "/value")}, {"unit", textAt(result, "/unit")}}}};
  Json range = Json::object();
  copyNumber(result, "/low", range, "/low/value");
  copyNumber(result, "/high", range, "/high/value");
  if (!range.empty()) observation["referenceRange"] = Json::array({range});
  return observation;
}

Json toNative(const Json& observation) {
  if (textAt(observation, "/resourceType") != "Observation")
    throw Fault("expected an Observation; found another resource", "/resourceType");
  constexpr std::string_view kPatient = "Patient/";
  const std::string subject = textAt(observation, "/subject/reference");
  if (subject.rfind(kPatient, 0) != 0 || subject.size() == kPatient.size())
    throw Fault("expected a reference to a Patient; found another", "/subject/reference");
  Json result{{"format", "native"},
              {"patientId", subject.substr(kPatient.size())},
              {"code", textAt(observation, "/code/text")},
              {"value", numberAt(observation, "/valueQuantity/value")},
              {"unit", textAt(observation, "/valueQuantity/unit")}};
  copyNumber(observation, "/referenceRange/0/low/value", result, "/low");
  copyNumber(observation, "/referenceRange/0/high/value", result, "/high");
  return result;
}

// One constant object, called from any thread, several at once: it keeps no state and never waits.
class @title@ : public cast::plugin::Plugin {
 public:
  // Called for what manifest.json lists under `conversions`.
  std::string convert(const Conversion& conversion, std::string_view payload) const override {
    if (conversion.from == "native" && conversion.to == "fhir") return writePayload(toFhir(readPayload(payload)));
    if (conversion.from == "fhir" && conversion.to == "native") return writePayload(toNative(readPayload(payload)));
    return Plugin::convert(conversion, payload);  // refuses
  }

  // Called for payloads that fit their event type's schema, in whatever format.
  void judge(std::string_view /*eventType*/, std::string_view payload) const override {
    const Json result = readPayload(payload);
    if (result.contains("resourceType") || result.value("format", Json("native")) != "native") return;
    if (result.contains("low") && result.contains("high") && numberAt(result, "/low") > numberAt(result, "/high"))
      throw Fault("expected a number of at most `high`; found a greater one", "/low");
  }
};

}  // namespace

CAST_PLUGIN(@title@)
