#include <algorithm>

#include "fhir/date_time.hpp"
#include "hl7/resources.hpp"

namespace cast::fhircast::hl7 {

namespace {

void setIdentifiers(Json& patient, const Segment& pid, const Origin& origin) {
  // PID-3 is the list; 2 and 4 are what it was before 2.3.1. 19 and 20 are numbers of a known kind.
  for (const std::size_t number : {3U, 2U, 4U})
    for (const Value& cx : pid.repetitions(number))
      if (Json identifier = identifierOf(cx, origin); !identifier.is_null())
        append(patient, "identifier", identifier);
  if (const std::string number = pid.field(19).text(); !number.empty())
    append(patient, "identifier", Json{{"type", codeableConcept(v2Table("0203"), "SS")}, {"value", number}});
  if (const std::string number = pid.field(20).text(); !number.empty())
    append(patient, "identifier", Json{{"type", codeableConcept(v2Table("0203"), "DL")}, {"value", number}});
}

void setNames(Json& patient, const Segment& pid, const Origin& origin) {
  for (const std::size_t number : {5U, 9U})
    for (const Value& xpn : pid.repetitions(number))
      if (Json name = humanNameOf(xpn, origin); !name.is_null()) append(patient, "name", std::move(name));
  if (const std::string maiden = pid.field(6).inner(1).component(1); !maiden.empty())
    append(patient, "extension",
           extension("http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName", "valueString",
                     maiden));
}

void setBirth(Json& patient, const Segment& pid, const Origin& origin) {
  const std::string birth = dateTimeOf(pid.field(7), origin, "PID-7");
  if (!birth.empty()) patient["birthDate"] = birth.substr(0, 10);
  if (birth.size() > 10)
    append(patient["_birthDate"], "extension",
           extension("http://hl7.org/fhir/StructureDefinition/patient-birthTime", "valueDateTime", birth));
  const std::string order = pid.field(25).text();
  const bool isNumber = !order.empty() && order.size() < 3 &&
                        std::all_of(order.begin(), order.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::string multiple = pid.field(24).text();
  if (isNumber && std::stoi(order) > 0) {
    patient["multipleBirthInteger"] = std::stoi(order);
  } else if (multiple == "Y" || multiple == "N") {
    patient["multipleBirthBoolean"] = multiple == "Y";
  }
  if (const std::string place = pid.field(23).text(); !place.empty())
    append(patient, "extension",
           extension("http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress",
                     {{"text", place}}));
}

// Table 0001. What it does not have is left out rather than guessed.
void setGender(Json& patient, const Segment& pid) {
  const std::string code = pid.field(8).text();
  if (code == "F") patient["gender"] = "female";
  if (code == "M") patient["gender"] = "male";
  if (code == "O" || code == "A" || code == "N") patient["gender"] = "other";
  if (code == "U") patient["gender"] = "unknown";
}

void setAddresses(Json& patient, const Segment& pid, const Origin& origin) {
  for (const Value& xad : pid.repetitions(11)) {
    Json address = addressOf(xad, origin);
    if (address.is_null()) continue;
    // Where the patient was born is nowhere to write to.
    const std::string type = xad.component(7);
    if (type == "N" || type == "BDL") {
      append(patient, "extension",
             extension("http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress",
                       std::move(address)));
    } else {
      append(patient, "address", std::move(address));
    }
  }
  static constexpr std::array<std::pair<std::size_t, std::string_view>, 3> kContacts{
      {{13, "home"}, {14, "work"}, {40, ""}}};
  for (const auto& [number, use] : kContacts)
    for (const Value& xtn : pid.repetitions(number))
      if (Json point = contactPointOf(xtn, use); !point.is_null())
        append(patient, "telecom", std::move(point));
}

void setDeath(Json& patient, const Segment& pid, const Origin& origin) {
  const std::string indicator = pid.field(30).text();
  if (std::string time = dateTimeOf(pid.field(29), origin, "PID-29"); !time.empty()) {
    patient["deceasedDateTime"] = std::move(time);
  } else if (indicator == "Y" || indicator == "N") {
    patient["deceasedBoolean"] = indicator == "Y";
  }
}

}  // namespace

Json patientOf(const Segment& pid, const Origin& origin) {
  Json patient{{"resourceType", "Patient"}};
  setIdentifiers(patient, pid, origin);
  setNames(patient, pid, origin);
  setBirth(patient, pid, origin);
  setGender(patient, pid);
  setAddresses(patient, pid, origin);
  if (Json language = conceptOf(pid.field(15), "0296"); !language.is_null())
    append(patient, "communication", Json{{"language", std::move(language)}, {"preferred", true}});
  if (Json status = conceptOf(pid.field(16), "0002"); !status.is_null())
    patient["maritalStatus"] = std::move(status);
  setDeath(patient, pid, origin);
  return patient;
}

}  // namespace cast::fhircast::hl7
