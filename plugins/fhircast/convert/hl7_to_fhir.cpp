// hl7v2 -> fhir: the resource that the event is about, with the others of the message contained in it.
#include <set>
#include <vector>

#include "convert/conversions.hpp"
#include "fhir/logical_id.hpp"
#include "hl7/message.hpp"
#include "hl7/resources.hpp"

namespace cast::fhircast {

namespace {

/// Most OBR that are taken from a message.
constexpr std::size_t kMostOrders = 100;

// Which of the message's resources the event is about.
std::string_view typeFor(std::string_view eventType) {
  const std::string_view kind = eventType.substr(0, eventType.find('-'));
  if (const Anchor* anchor = anchorOf(eventType)) {
    if (kind == "Patient" || kind == "Encounter" || kind == "DiagnosticReport") return anchor->resourceType;
    return {};
  }
  if (kind == "patient") return "Patient";
  if (kind == "order") return "ServiceRequest";
  // An application's own event: messages are about patients.
  return eventType.find(':') != std::string_view::npos ? "Patient" : std::string_view{};
}

/// What a message says, as resources that know one another by id.
struct Contents {
  Json patient;
  Json encounter;             ///< null: no PV1
  std::vector<Json> reports;  ///< of a message with results
  std::vector<Json> orders;   ///< of any other
};

// The identifier that names the resource best: of a patient the medical record number.
std::string idFor(const Json& resource, std::string_view type, const std::string& facility) {
  const Json& identifiers = arrayOf(resource, "identifier");
  for (const Json& identifier : identifiers) {
    const Json& codings = arrayOf(objectOf(identifier, "type"), "coding");
    if (!codings.empty() && textOf(codings.front(), "code") == "MR")
      return idFrom(type, identifier, facility);
  }
  return identifiers.empty() ? std::string{} : idFrom(type, identifiers.front(), facility);
}

void setId(Json& resource, const std::string& facility, const std::string& otherwise) {
  const std::string id = idFor(resource, textOf(resource, "resourceType"), facility);
  resource["id"] = id.empty() ? otherwise : id;
}

bool hasResults(const hl7::Message& message) {
  const std::string type = message.header().field(9).component(1);
  return type == "ORU" || type == "OUL" || type == "ORF";
}

void readOrders(Contents& contents, const hl7::Message& message, const hl7::Origin& origin) {
  const bool results = hasResults(message);
  const hl7::Segment* orc = nullptr;
  std::set<std::string> ids;
  for (const hl7::Segment& segment : message.segments()) {
    if (segment.name() == "ORC") orc = &segment;
    if (segment.name() != "OBR") continue;
    Json made =
        results ? hl7::diagnosticReportOf(segment, origin) : hl7::serviceRequestOf(segment, orc, origin);
    std::vector<Json>& list = results ? contents.reports : contents.orders;
    const std::string number = std::to_string(list.size() + 1);
    setId(made, origin.facility, (results ? "report-" : "order-") + number);
    // Several OBR of one order share its number.
    if (!ids.insert(std::string(textOf(made, "id"))).second)
      made["id"] = std::string(textOf(made, "id")) + "-" + number;
    list.push_back(std::move(made));
    orc = nullptr;
  }
}

Contents contentsOf(const hl7::Message& message) {
  const std::size_t patients = message.count("PID");
  if (patients != 1)
    throw Fault(patients == 0 ? "the message has no segment PID: it is about no patient"
                              : "the message has several segments PID: it is about more than one patient",
                "/data");
  if (message.count("OBR") > kMostOrders)
    throw Fault("the message has more than " + std::to_string(kMostOrders) + " segments OBR", "/data");
  const hl7::Origin origin{message.zone(), message.header().field(4).whole()};
  Contents contents;
  contents.patient = hl7::patientOf(*message.find("PID"), origin);
  setId(contents.patient, origin.facility, "");
  if (textOf(contents.patient, "id").empty())
    throw Fault("PID-3 has no identifier: the patient is not known", "/data");
  if (const hl7::Segment* pv1 = message.find("PV1")) {
    contents.encounter = hl7::encounterOf(*pv1, origin);
    setId(contents.encounter, origin.facility, "encounter");
  }
  readOrders(contents, message, origin);
  return contents;
}

/// One resource with the others in it. A reference to the one is `#`, to those `#id`.
class Assembly {
 public:
  Assembly(std::string_view type, Contents contents) : contents_(std::move(contents)) {
    if (type == "Patient") top_ = &contents_.patient;
    if (type == "Encounter") top_ = contents_.encounter.is_null() ? nullptr : &contents_.encounter;
    if (type == "DiagnosticReport") top_ = only(contents_.reports);
    if (type == "ServiceRequest") top_ = only(contents_.orders);
    if (!top_)
      throw Fault("the message has not one " + std::string(type) + ", which is what the event is about",
                  "/data");
  }

  Json result() {
    refer();
    Json made = *top_;
    made["format"] = "fhir";
    const auto contain = [&](const Json& resource) {
      if (&resource != top_ && !resource.is_null()) append(made, "contained", resource);
    };
    contain(contents_.patient);
    contain(contents_.encounter);
    // The other orders of a message are not what the event is about.
    const bool all = top_ == &contents_.patient || top_ == &contents_.encounter;
    for (const std::vector<Json>* list : {&contents_.reports, &contents_.orders})
      for (const Json& resource : *list)
        if (all) contain(resource);
    return made;
  }

 private:
  // An event is about one report or order; a message with several does not say which.
  static const Json* only(const std::vector<Json>& list) {
    return list.size() == 1 ? &list.front() : nullptr;
  }

  Json referenceTo(const Json& resource) const {
    if (&resource == top_) return {{"reference", "#"}};
    return {{"reference", "#" + std::string(textOf(resource, "id"))},
            {"type", textOf(resource, "resourceType")}};
  }

  void refer() {
    const auto each = [&](Json& resource) {
      resource["subject"] = referenceTo(contents_.patient);
      if (!contents_.encounter.is_null()) resource["encounter"] = referenceTo(contents_.encounter);
    };
    for (Json& report : contents_.reports) each(report);
    for (Json& order : contents_.orders) each(order);
    if (!contents_.encounter.is_null()) contents_.encounter["subject"] = referenceTo(contents_.patient);
  }

  Contents contents_;
  const Json* top_ = nullptr;
};

}  // namespace

Json hl7ToFhir(std::string_view eventType, const Json& payload) {
  const std::string_view type = typeFor(eventType);
  if (type.empty()) throw Fault("events of this type are about nothing that an HL7 v2 message has");
  const hl7::Message message(payload);
  return Assembly(type, contentsOf(message)).result();
}

}  // namespace cast::fhircast
