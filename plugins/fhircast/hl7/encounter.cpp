#include <array>
#include <utility>

#include "hl7/resources.hpp"

namespace cast::fhircast::hl7 {

namespace {

constexpr std::string_view kActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

// Table 0004 as FHIR's class; codes that have none there keep their own system.
Json classOf(const Value& field) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> kClasses{
      {{"E", "EMER", "emergency"},
       {"I", "IMP", "inpatient encounter"},
       {"O", "AMB", "ambulatory"},
       {"P", "PRENC", "pre-admission"}}};
  const std::string code = field.text();
  if (code.empty()) return absentElement();
  for (const auto& row : kClasses)
    if (row[0] == code) return coding(kActCode, row[1], row[2]);
  return coding(v2Table("0004"), code, field.component(2));
}

std::string_view statusOf(const std::string& patientClass) {
  if (patientClass == "P") return "planned";
  const bool runs = patientClass == "E" || patientClass == "I" || patientClass == "O" || patientClass == "R";
  return runs ? "in-progress" : "unknown";
}

void setPeople(Json& encounter, const Segment& pv1) {
  static constexpr std::array<std::pair<std::size_t, std::array<std::string_view, 2>>, 4> kPeople{
      {{7, {"ATND", "attender"}},
       {8, {"REF", "referrer"}},
       {9, {"CON", "consultant"}},
       {17, {"ADM", "admitter"}}}};
  for (const auto& [number, type] : kPeople) {
    for (const Value& xcn : pv1.repetitions(number)) {
      Json person = practitionerOf(xcn, "Practitioner");
      if (person.is_null()) continue;
      Json participant{{"individual", std::move(person)}};
      Json role = Json::object();
      append(role, "coding",
             coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", type[0], type[1]));
      append(participant, "type", std::move(role));
      append(encounter, "participant", std::move(participant));
    }
  }
}

// PL: point of care, room, bed, facility, as people read it.
void setLocation(Json& encounter, const Segment& pv1) {
  std::string place;
  for (const std::size_t part : {1U, 2U, 3U, 4U})
    if (const std::string text = pv1.field(3).component(part); !text.empty())
      place += (place.empty() ? "" : " ") + text;
  if (place.empty()) return;
  append(encounter, "location",
         Json{{"location", {{"display", place}}},
              {"status", pv1.field(2).text() == "P" ? "planned" : "active"}});
}

void setHospitalization(Json& encounter, const Segment& pv1, const Origin& origin) {
  Json stay = Json::object();
  if (Json identifier = identifierOf(pv1.field(5), origin); !identifier.is_null())
    stay["preAdmissionIdentifier"] = std::move(identifier);
  static constexpr std::array<std::pair<std::size_t, std::array<const char*, 2>>, 3> kConcepts{
      {{13, {"reAdmission", "0092"}}, {14, {"admitSource", "0023"}}, {36, {"dischargeDisposition", "0112"}}}};
  for (const auto& [number, row] : kConcepts)
    if (Json made = conceptOf(pv1.field(number), row[1]); !made.is_null()) stay[row[0]] = std::move(made);
  if (!stay.empty()) encounter["hospitalization"] = std::move(stay);
}

}  // namespace

Json encounterOf(const Segment& pv1, const Origin& origin) {
  Json encounter{{"resourceType", "Encounter"}, {"class", classOf(pv1.field(2))}};
  const std::string start = dateTimeOf(pv1.field(44), origin, "PV1-44");
  const std::string end = dateTimeOf(pv1.field(45), origin, "PV1-45");
  encounter["status"] = end.empty() ? statusOf(pv1.field(2).text()) : std::string_view("finished");
  if (!start.empty()) encounter["period"]["start"] = start;
  if (!end.empty()) encounter["period"]["end"] = end;
  if (Json identifier = identifierOf(pv1.field(19), origin, "VN"); !identifier.is_null())
    append(encounter, "identifier", std::move(identifier));
  for (const Value& cx : pv1.repetitions(50))
    if (Json identifier = identifierOf(cx, origin); !identifier.is_null())
      append(encounter, "identifier", std::move(identifier));
  if (Json type = conceptOf(pv1.field(4), "0007"); !type.is_null())
    append(encounter, "type", std::move(type));
  if (Json service = conceptOf(pv1.field(10), "0069"); !service.is_null())
    encounter["serviceType"] = std::move(service);
  setPeople(encounter, pv1);
  setLocation(encounter, pv1);
  setHospitalization(encounter, pv1, origin);
  return encounter;
}

}  // namespace cast::fhircast::hl7
