// `fhir` -> `dicom+json`, from an ImagingStudy or a Patient of FHIR R4: model_to_fhir.cpp the other way
// round. A member of the wrong type is a Fault, one that DICOM has no attribute for is left out.
#include <set>

#include "conversions.hpp"
#include "date_time.hpp"
#include "fhir_codes.hpp"
#include "person_name.hpp"

namespace cast::dicomcast {
namespace {

// A place in the resource: the value, null where it is absent, and the pointer that names it.
class Place {
 public:
  Place(const Json& value, std::string pointer) : value_(&value), pointer_(std::move(pointer)) {}

  Place operator[](const char* member) const {
    static const Json kNone;
    const std::string here = below(pointer_, member);
    if (value_->is_null()) return {kNone, here};
    if (!value_->is_object()) throw Fault("expected an object", pointer_);
    const auto found = value_->find(member);
    return {found == value_->end() ? kNone : *found, here};
  }

  std::vector<Place> each() const {
    std::vector<Place> all;
    if (value_->is_null()) return all;
    if (!value_->is_array()) throw Fault("expected an array", pointer_);
    for (std::size_t i = 0; i < value_->size(); ++i)
      all.emplace_back((*value_)[i], below(pointer_, std::to_string(i)));
    return all;
  }

  std::string text() const {
    if (value_->is_null()) return {};
    if (!value_->is_string()) throw Fault("expected a string", pointer_);
    return value_->get<std::string>();
  }

  const Json& value() const { return *value_; }
  const std::string& pointer() const { return pointer_; }

 private:
  const Json* value_;
  std::string pointer_;
};

void putText(Json& dataSet, Tag tag, std::string_view vr, const std::string& text) {
  if (!text.empty()) put(dataSet, tag, vr, text);
}

void putNumber(Json& dataSet, Tag tag, const Place& place) {
  if (place.value().is_null()) return;
  if (!place.value().is_number_integer()) throw Fault("expected an integer", place.pointer());
  put(dataSet, tag, "IS", place.value());
}

void putName(Json& dataSet, Tag tag, const Json& names) {
  const Json name = nameOfText(textOfHumanNames(names));
  if (!name.empty()) put(dataSet, tag, "PN", name);
}

void putDateTime(Json& dataSet, Tag date, Tag time, const Place& place) {
  const auto read = dicomDateTime(place.text());
  if (!read) return;
  put(dataSet, date, "DA", read->date);
  putText(dataSet, time, "TM", read->time);
  if (!read->offset.empty() && !has(dataSet, 0x00080201)) put(dataSet, 0x00080201, "SH", read->offset);
}

// urn:oid:1.2.3 -> 1.2.3; where it has to be a UID and is none, a Fault.
std::string uidOf(const Place& place) {
  std::string uid = place.text();
  if (uid.starts_with("urn:oid:")) uid.erase(0, 8);
  if (!isUid(uid)) throw Fault("expected a DICOM UID", place.pointer());
  return uid;
}

// ---- Patient

Json identifierItem(const Place& identifier) {
  Json item = Json::object();
  putText(item, 0x00100020, "LO", identifier["value"].text());
  putText(item, 0x00100021, "LO", identifier["assigner"]["display"].text());
  const std::string system = identifier["system"].text();
  if (system.empty()) return item;
  Json issuer = Json::object();
  const bool oid = system.starts_with("urn:oid:");
  putText(issuer, 0x00400032, "UT", oid ? system.substr(8) : system);
  putText(issuer, 0x00400033, "CS", oid ? "ISO" : "URI");
  put(item, 0x00100024, "SQ", std::move(issuer));
  return item;
}

void putIdentifiers(Json& dataSet, const Place& identifiers) {
  Json others = Json::array();
  for (const auto& identifier : identifiers.each()) {
    if (identifier["value"].text().empty()) continue;
    Json item = identifierItem(identifier);
    if (has(dataSet, 0x00100020))
      others.push_back(std::move(item));
    else
      dataSet.update(item);
  }
  if (!others.empty()) dataSet[textOf(0x00101002)] = attributeOf("SQ", std::move(others));
}

std::string sexOf(const std::string& gender) {
  if (gender == "male") return "M";
  if (gender == "female") return "F";
  return gender == "other" ? "O" : std::string();
}

// `id` is the Patient's own; the name that conversions give is no id.
void putPatient(Json& result, Json& dataSet, const Place& patient) {
  putIdentifiers(dataSet, patient["identifier"]);
  putName(dataSet, 0x00100010, patient["name"].value());
  putText(dataSet, 0x00100040, "CS", sexOf(patient["gender"].text()));
  putText(dataSet, 0x00100030, "DA", dateOfIso(patient["birthDate"].text()).value_or(""));
  const std::string id = patient["id"].text();
  if (!id.empty() && id != "patient") result["patientId"] = id;
}

// ---- ImagingStudy

// The contained resource that a reference such as #patient names.
Place containedOf(const Place& study, const Place& reference) {
  static const Json kNone;
  const std::string target = reference["reference"].text();
  if (target.starts_with('#'))
    for (const auto& resource : study["contained"].each())
      if (resource["id"].text() == target.substr(1)) return resource;
  return {kNone, reference.pointer()};
}

void putSubject(Json& result, Json& dataSet, const Place& study) {
  const Place subject = study["subject"];
  const Place patient = containedOf(study, subject);
  if (!patient.value().is_null()) return putPatient(result, dataSet, patient);
  if (!subject["identifier"]["value"].text().empty()) dataSet.update(identifierItem(subject["identifier"]));
  const std::string target = subject["reference"].text();
  const auto slash = target.rfind("Patient/");
  if (slash != std::string::npos && target.size() > slash + 8) result["patientId"] = target.substr(slash + 8);
}

void putPractitioner(Json& dataSet, Tag tag, const Place& study, const Place& reference) {
  const Place practitioner = containedOf(study, reference);
  if (!practitioner.value().is_null()) putName(dataSet, tag, practitioner["name"].value());
}

bool isAccession(const Place& identifier) {
  for (const auto& coding : identifier["type"]["coding"].each())
    if (coding["code"].text() == "ACSN") return true;
  return false;
}

void putStudyIdentifiers(Json& dataSet, const Place& study) {
  for (const auto& identifier : study["identifier"].each()) {
    const std::string value = identifier["value"].text();
    if (value.empty()) continue;
    if (identifier["system"].text() == kStudyUidSystem)
      put(dataSet, 0x0020000d, "UI", uidOf(identifier["value"]));
    else if (isAccession(identifier))
      put(dataSet, 0x00080050, "SH", value);
    else if (identifier["type"]["text"].text() == "Study ID")
      put(dataSet, 0x00200010, "SH", value);
  }
  if (!has(dataSet, 0x0020000d))
    throw Fault("no identifier has the system urn:dicom:uid: the Study Instance UID is missing",
                below(study.pointer(), "identifier"));
}

void putProcedures(Json& dataSet, const Place& codes) {
  Json procedures = Json::array();
  for (const auto& coded : codes.each())
    for (const auto& coding : coded["coding"].each()) {
      const auto scheme = schemeOfSystem(coding["system"].text());
      if (scheme.empty() || coding["code"].text().empty()) continue;
      Json item = Json::object();
      putText(item, 0x00080100, "SH", coding["code"].text());
      put(item, 0x00080102, "SH", std::string(scheme));
      putText(item, 0x00080104, "LO", coding["display"].text());
      procedures.push_back(std::move(item));
      break;
    }
  if (!procedures.empty()) dataSet[textOf(0x00081032)] = attributeOf("SQ", std::move(procedures));
}

void putSeries(Json& dataSet, const Place& series) {
  put(dataSet, 0x0020000e, "UI", uidOf(series["uid"]));
  putText(dataSet, 0x00080060, "CS", series["modality"]["code"].text());
  putNumber(dataSet, 0x00200011, series["number"]);
  putText(dataSet, 0x0008103e, "LO", series["description"].text());
  putNumber(dataSet, 0x00201209, series["numberOfInstances"]);
  putText(dataSet, 0x00180015, "CS", series["bodySite"]["display"].text());
  putText(dataSet, 0x00200060, "CS", std::string(lateralityOfCode(series["laterality"]["code"].text())));
  putDateTime(dataSet, 0x00080021, 0x00080031, series["started"]);
}

Json referenceTo(const Place& instance) {
  Json reference = Json::object();
  put(reference, 0x00081150, "UI", uidOf(instance["sopClass"]["code"]));
  put(reference, 0x00081155, "UI", uidOf(instance["uid"]));
  putNumber(reference, 0x00200013, instance["number"]);
  return reference;
}

// One series with at most one instance is what the data set is of; more of them are what it refers to.
void putAllSeries(Json& dataSet, const Place& series) {
  const auto all = series.each();
  if (all.size() == 1 && all.front()["instance"].each().size() <= 1) {
    putSeries(dataSet, all.front());
    for (const auto& instance : all.front()["instance"].each()) {
      put(dataSet, 0x00080016, "UI", uidOf(instance["sopClass"]["code"]));
      put(dataSet, 0x00080018, "UI", uidOf(instance["uid"]));
      putNumber(dataSet, 0x00200013, instance["number"]);
    }
    return;
  }
  Json referenced = Json::array();
  for (const auto& one : all) {
    Json item = Json::object();
    putSeries(item, one);
    Json instances = Json::array();
    for (const auto& instance : one["instance"].each()) instances.push_back(referenceTo(instance));
    if (!instances.empty()) item[textOf(0x00081199)] = attributeOf("SQ", std::move(instances));
    referenced.push_back(std::move(item));
  }
  if (!referenced.empty()) dataSet[textOf(0x00081115)] = attributeOf("SQ", std::move(referenced));
}

// The study's modalities: of one, the modality itself.
void putModalities(Json& dataSet, const Place& study) {
  Json codes = Json::array();
  for (const auto& coding : study["modality"].each())
    if (!coding["code"].text().empty()) codes.push_back(coding["code"].text());
  if (codes.size() == 1 && !has(dataSet, 0x00080060))
    put(dataSet, 0x00080060, "CS", codes.front());
  else if (!codes.empty() && !(codes.size() == 1 && codes.front() == firstText(dataSet, 0x00080060)))
    dataSet[textOf(0x00080061)] = attributeOf("CS", std::move(codes));
}

void putStudy(Json& result, Json& dataSet, const Place& study) {
  putStudyIdentifiers(dataSet, study);
  putSubject(result, dataSet, study);
  putDateTime(dataSet, 0x00080020, 0x00080030, study["started"]);
  putPractitioner(dataSet, 0x00080090, study, study["referrer"]);
  const auto interpreters = study["interpreter"].each();
  if (!interpreters.empty()) putPractitioner(dataSet, 0x00081060, study, interpreters.front());
  putNumber(dataSet, 0x00201206, study["numberOfSeries"]);
  putNumber(dataSet, 0x00201208, study["numberOfInstances"]);
  putProcedures(dataSet, study["procedureCode"]);
  putText(dataSet, 0x00081030, "LO", study["description"].text());
  putAllSeries(dataSet, study["series"]);
  putModalities(dataSet, study);
}

}  // namespace

Json fhirToModel(const Json& payload) {
  const Place resource(payload, {});
  const std::string type = resource["resourceType"].text();
  Json dataSet = Json::object();
  Json result = {{"format", "dicom+json"}};
  if (type == "ImagingStudy")
    putStudy(result, dataSet, resource);
  else if (type == "Patient")
    putPatient(result, dataSet, resource);
  else
    throw Fault("only an ImagingStudy or a Patient can be said in DICOM", "/resourceType");
  checkDataSet(dataSet, "/data");
  result["data"] = std::move(dataSet);
  return result;
}

}  // namespace cast::dicomcast
