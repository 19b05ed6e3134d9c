// native <-> fhir for patients (Cast specification, Patient Events; FHIR R4 Patient).
#include <algorithm>

#include "convert/conversions.hpp"
#include "convert/native_values.hpp"
#include "fhir/date_time.hpp"

namespace cast::fhircast {

namespace {

bool isMedicalRecordNumber(const Json& identifier) {
  const Json& codings = arrayOf(objectOf(identifier, "type"), "coding");
  return std::any_of(codings.begin(), codings.end(), [](const Json& coding) {
    return textOf(coding, "code") == "MR" && textOf(coding, "system") == v2Table("0203");
  });
}

void setIdentifiers(Json& patient, const Json& native) {
  if (const std::string_view mrn = textOf(native, "mrn"); !mrn.empty())
    append(patient, "identifier", Json{{"type", codeableConcept(v2Table("0203"), "MR")}, {"value", mrn}});
  for (const Json& identifier : arrayOf(native, "identifiers")) {
    Json made = Json::object();
    for (const char* name : {"system", "value"})
      if (const std::string_view text = textOf(identifier, name); !text.empty()) made[name] = text;
    if (!made.empty()) append(patient, "identifier", std::move(made));
  }
}

// A list of texts: of a text, or of those of an array.
Json textsOf(const Json& object, std::string_view name) {
  Json texts = Json::array();
  if (const std::string_view text = textOf(object, name); !text.empty()) texts.push_back(text);
  for (const Json& text : arrayOf(object, name))
    if (text.is_string() && !text.get_ref<const std::string&>().empty()) texts.push_back(text);
  return texts;
}

void setName(Json& patient, const Json& native) {
  const Json* value = memberOf(native, "patientName");
  if (!value) return;
  Json name = Json::object();
  if (value->is_string() && !value->get_ref<const std::string&>().empty()) name["text"] = *value;
  for (const char* part : {"text", "family"})
    if (const std::string_view text = textOf(*value, part); !text.empty()) name[part] = text;
  for (const char* part : {"given", "prefix", "suffix"})
    if (Json texts = textsOf(*value, part); !texts.empty()) name[part] = std::move(texts);
  if (!name.empty()) {
    append(patient, "name", std::move(name));
  } else if (value->is_object() && !value->empty()) {
    throw Fault("expected a text, or an object with `family`, `given` or `text`", "/patientName");
  }
}

void setBirthDate(Json& patient, const Json& native) {
  const std::string_view text = textOf(native, "dateOfBirth");
  if (text.empty()) return;
  auto birth = readDateTime(text);
  if (!birth) birth = readHl7DateTime(text);
  if (!birth) throw Fault("expected a date such as 1980-01-15, 1980-01 or 1980", "/dateOfBirth");
  patient["birthDate"] = birth->date;
  if (birth->isInstant())
    append(patient["_birthDate"], "extension",
           extension("http://hl7.org/fhir/StructureDefinition/patient-birthTime", "valueDateTime",
                     birth->asDateTime()));
}

// The name to show of several: the official one, the usual one, else the first that is still in use.
const Json* nameToShow(const Json& patient) {
  const Json& names = arrayOf(patient, "name");
  for (const char* use : {"official", "usual"})
    for (const Json& name : names)
      if (textOf(name, "use") == use) return &name;
  for (const Json& name : names)
    if (textOf(name, "use") != "old" && textOf(name, "use") != "maiden") return &name;
  return nullptr;
}

std::string shown(const Json& name) {
  if (const std::string_view text = textOf(name, "text"); !text.empty()) return std::string(text);
  std::string made;
  const auto add = [&made](const Json& part) {
    if (!part.is_string() || part.get_ref<const std::string&>().empty()) return;
    made += (made.empty() ? "" : " ") + part.get_ref<const std::string&>();
  };
  for (const Json& part : arrayOf(name, "prefix")) add(part);
  for (const Json& part : arrayOf(name, "given")) add(part);
  if (const Json* family = memberOf(name, "family")) add(*family);
  for (const Json& part : arrayOf(name, "suffix")) add(part);
  return made;
}

}  // namespace

Json nativePatientToFhir(const Json& native) {
  Json patient{{"format", "fhir"}, {"resourceType", "Patient"}};
  setId(patient, native, "patientId");
  setIdentifiers(patient, native);
  setName(patient, native);
  setBirthDate(patient, native);
  return patient;
}

Json fhirToNativePatient(const Json& patient) {
  demandType(patient, "Patient");
  Json native{{"format", "native"}, {"patientId", idOf(patient, "patientId")}};
  if (const Json* name = nameToShow(patient))
    if (std::string text = shown(*name); !text.empty()) native["patientName"] = std::move(text);
  if (const std::string_view date = textOf(patient, "birthDate"); !date.empty()) native["dateOfBirth"] = date;
  for (const Json& identifier : arrayOf(patient, "identifier")) {
    const std::string_view value = textOf(identifier, "value");
    if (value.empty() || isOwnIdentifier(identifier)) continue;
    const bool isMrn = isMedicalRecordNumber(identifier);
    if (isMrn && !native.contains("mrn")) native["mrn"] = value;
    const std::string_view system = textOf(identifier, "system");
    if (isMrn && system.empty()) continue;
    Json made{{"value", value}};
    if (!system.empty()) made["system"] = system;
    append(native, "identifiers", std::move(made));
  }
  return native;
}

}  // namespace cast::fhircast
