// `dicom+json` -> `fhir`: what FHIR R4's ImagingStudy and Patient have room for. The element mappings are
// those of the ImagingStudy page ("Mappings: DICOM"); README.md has the table.
#include <algorithm>
#include <set>

#include "conversions.hpp"
#include "date_time.hpp"
#include "fhir_codes.hpp"
#include "number_text.hpp"
#include "person_name.hpp"

namespace cast::dicomcast {
namespace {

void set(Json& object, const char* member, const std::string& text) {
  if (!text.empty()) object[member] = text;
}

void set(Json& object, const char* member, const Json& list) {
  if (!list.empty()) object[member] = list;
}

// unsignedInt of FHIR: 0 to 2^31 - 1.
void setCount(Json& object, const char* member, const Json& dataSet, Tag tag) {
  const auto number = integerOfValue(firstText(dataSet, tag), true);
  if (number && *number >= 0 && *number <= 0x7fffffff) object[member] = *number;
}

Json identifierOfPatient(const Json& dataSet) {
  Json identifier = {{"value", firstText(dataSet, 0x00100020)}};
  for (const Json* issuer : items(dataSet, 0x00100024)) {  // Issuer of Patient ID Qualifiers
    const auto entity = firstText(*issuer, 0x00400032);
    if (firstText(*issuer, 0x00400033) == "ISO" && isUid(entity)) identifier["system"] = "urn:oid:" + entity;
    if (firstText(*issuer, 0x00400033) == "URI") set(identifier, "system", entity);
  }
  if (const auto issuer = firstText(dataSet, 0x00100021); !issuer.empty())
    identifier["assigner"] = {{"display", issuer}};
  return identifier;
}

Json identifiersOfPatient(const Json& dataSet) {
  Json identifiers = Json::array();
  if (!firstText(dataSet, 0x00100020).empty()) identifiers.push_back(identifierOfPatient(dataSet));
  for (const Json* other : items(dataSet, 0x00101002))  // Other Patient IDs
    if (!firstText(*other, 0x00100020).empty()) identifiers.push_back(identifierOfPatient(*other));
  return identifiers;
}

std::string genderOf(const std::string& sex) {
  if (sex == "M") return "male";
  if (sex == "F") return "female";
  return sex == "O" ? "other" : std::string();
}

// An id that FHIR allows: 1 to 64 characters A-Z a-z 0-9 - .
bool isFhirId(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
  });
}

Json patientOf(const Json& payload, const Json& dataSet) {
  Json patient = {{"resourceType", "Patient"}, {"id", "patient"}};
  const auto known = payload.find("patientId");
  if (known != payload.end() && known->is_string() && isFhirId(known->get<std::string>()))
    patient["id"] = known->get<std::string>();
  set(patient, "identifier", identifiersOfPatient(dataSet));
  set(patient, "name", humanNamesOf(firstName(dataSet, 0x00100010)));
  set(patient, "gender", genderOf(firstText(dataSet, 0x00100040)));
  set(patient, "birthDate", isoOfDate(firstText(dataSet, 0x00100030)).value_or(""));
  return patient;
}

Json identifiersOfStudy(const Json& dataSet) {
  Json identifiers =
      Json::array({{{"system", kStudyUidSystem}, {"value", "urn:oid:" + firstText(dataSet, 0x0020000d)}}});
  if (const auto accession = firstText(dataSet, 0x00080050); !accession.empty()) {
    const Json type = {{"coding", Json::array({{{"system", kIdentifierTypes}, {"code", "ACSN"}}})}};
    identifiers.push_back({{"type", type}, {"value", accession}});
  }
  if (const auto id = firstText(dataSet, 0x00200010); !id.empty())
    identifiers.push_back({{"type", {{"text", "Study ID"}}}, {"value", id}});
  return identifiers;
}

Json modalityCoding(const std::string& code) { return {{"system", kDcmSystem}, {"code", code}}; }

Json codeOf(const Json& item) {
  Json coding = Json::object();
  set(coding, "system", std::string(systemOfScheme(firstText(item, 0x00080102))));
  set(coding, "code", firstText(item, 0x00080100));
  set(coding, "display", firstText(item, 0x00080104));
  return {{"coding", Json::array({coding})}};
}

Json instanceOf(const std::string& uid, const std::string& sopClass) {
  return {{"uid", uid}, {"sopClass", {{"system", kUriSystem}, {"code", "urn:oid:" + sopClass}}}};
}

// The instances that a series' item refers to, and the one the data set is of.
Json instancesOf(const Json& series) {
  Json instances = Json::array();
  const auto uid = firstText(series, 0x00080018);
  const auto sopClass = firstText(series, 0x00080016);
  if (isUid(uid) && isUid(sopClass)) {
    Json instance = instanceOf(uid, sopClass);
    setCount(instance, "number", series, 0x00200013);
    instances.push_back(std::move(instance));
  }
  for (const Json* reference : items(series, 0x00081199)) {
    const auto referenced = firstText(*reference, 0x00081155);
    const auto its = firstText(*reference, 0x00081150);
    if (!isUid(referenced) || !isUid(its) || referenced == uid) continue;
    Json instance = instanceOf(referenced, its);
    setCount(instance, "number", *reference, 0x00200013);
    instances.push_back(std::move(instance));
  }
  return instances;
}

Json seriesOf(const Json& dataSet, const std::string& offset) {
  const auto modality = firstText(dataSet, 0x00080060);
  Json series = {{"uid", firstText(dataSet, 0x0020000e)},
                 {"modality", modalityCoding(modality.empty() ? "OT" : modality)}};
  setCount(series, "number", dataSet, 0x00200011);
  set(series, "description", firstText(dataSet, 0x0008103e));
  setCount(series, "numberOfInstances", dataSet, 0x00201209);
  if (const auto part = firstText(dataSet, 0x00180015); !part.empty())
    series["bodySite"] = {{"display", part}};
  const auto side = codeOfLaterality(firstText(dataSet, 0x00200060));
  if (!side.empty()) series["laterality"] = {{"system", kSnomedSystem}, {"code", std::string(side)}};
  set(series, "started",
      fhirDateTime(firstText(dataSet, 0x00080021), firstText(dataSet, 0x00080031), offset).value_or(""));
  set(series, "instance", instancesOf(dataSet));
  return series;
}

// The data set's own series, and those it refers to.
Json allSeriesOf(const Json& dataSet) {
  const auto offset = firstText(dataSet, 0x00080201);
  Json all = Json::array();
  std::set<std::string> uids;
  const auto add = [&](const Json& series) {
    const auto uid = firstText(series, 0x0020000e);
    if (isUid(uid) && uids.insert(uid).second) all.push_back(seriesOf(series, offset));
  };
  add(dataSet);
  for (const Json* series : items(dataSet, 0x00081115)) add(*series);
  return all;
}

Json modalitiesOf(const Json& dataSet) {
  auto codes = texts(dataSet, 0x00080061);
  if (codes.empty()) codes = texts(dataSet, 0x00080060);
  Json modalities = Json::array();
  for (const auto& code : codes) modalities.push_back(modalityCoding(code));
  return modalities;
}

// A person whom the study names, as a contained Practitioner.
void addPractitioner(Json& study, const std::string& id, const std::string& name, Json& reference) {
  Json names = humanNamesOf(name);
  if (names.empty()) return;
  study["contained"].push_back({{"resourceType", "Practitioner"}, {"id", id}, {"name", std::move(names)}});
  reference = {{"reference", "#" + id}};
}

void addPractitioners(Json& study, const Json& dataSet) {
  Json referrer;
  addPractitioner(study, "referrer", firstName(dataSet, 0x00080090), referrer);
  if (!referrer.is_null()) study["referrer"] = std::move(referrer);
  Json interpreter;
  addPractitioner(study, "interpreter", firstName(dataSet, 0x00081060), interpreter);
  if (!interpreter.is_null()) study["interpreter"] = Json::array({std::move(interpreter)});
}

Json imagingStudyOf(const Json& payload, const Json& dataSet) {
  Json patient = patientOf(payload, dataSet);
  Json study = {{"resourceType", "ImagingStudy"}, {"status", "available"}};
  study["subject"] = {{"reference", "#" + patient.at("id").get<std::string>()}};
  study["contained"] = Json::array({std::move(patient)});
  study["identifier"] = identifiersOfStudy(dataSet);
  set(study, "modality", modalitiesOf(dataSet));
  set(study, "started",
      fhirDateTime(firstText(dataSet, 0x00080020), firstText(dataSet, 0x00080030),
                   firstText(dataSet, 0x00080201))
          .value_or(""));
  addPractitioners(study, dataSet);
  setCount(study, "numberOfSeries", dataSet, 0x00201206);
  setCount(study, "numberOfInstances", dataSet, 0x00201208);
  for (const Json* code : items(dataSet, 0x00081032))
    if (!firstText(*code, 0x00080100).empty()) study["procedureCode"].push_back(codeOf(*code));
  set(study, "description", firstText(dataSet, 0x00081030));
  set(study, "series", allSeriesOf(dataSet));
  return study;
}

}  // namespace

Json modelToFhir(const Json& payload) {
  const Json& dataSet = dataSetOf(payload);
  Json resource;
  if (isUid(firstText(dataSet, 0x0020000d))) {
    resource = imagingStudyOf(payload, dataSet);
  } else if (!has(dataSet, 0x0020000e) && !has(dataSet, 0x00080018) &&
             (!firstText(dataSet, 0x00100020).empty() || !firstName(dataSet, 0x00100010).empty())) {
    resource = patientOf(payload, dataSet);
  } else {
    throw Fault("an ImagingStudy needs a valid Study Instance UID, a Patient alone a Patient ID or name",
                "/data/0020000D");
  }
  resource["format"] = "fhir";
  return resource;
}

}  // namespace cast::dicomcast
