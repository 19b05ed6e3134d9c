#include "fhircast.hpp"

#include <array>

#include "convert/conversions.hpp"

namespace cast::fhircast {

namespace {

bool beginsWith(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

[[noreturn]] void refuse(const plugin::Conversion& conversion) {
  throw Fault("events of this type have no conversion from " + std::string(conversion.from) + " to " +
              std::string(conversion.to));
}

bool isPatients(std::string_view eventType) {
  return beginsWith(eventType, "patient-") || beginsWith(eventType, "Patient-");
}

Json nativeToFhir(const plugin::Conversion& conversion, const Json& payload) {
  if (isPatients(conversion.eventType)) return nativePatientToFhir(payload);
  if (beginsWith(conversion.eventType, "document-")) return nativeDocumentToFhir(payload);
  if (beginsWith(conversion.eventType, "order-")) return nativeOrderToFhir(payload);
  refuse(conversion);
}

Json fhirToNative(const plugin::Conversion& conversion, const Json& payload) {
  if (isPatients(conversion.eventType)) return fhirToNativePatient(payload);
  if (beginsWith(conversion.eventType, "document-")) return fhirToNativeDocument(payload);
  if (beginsWith(conversion.eventType, "order-")) return fhirToNativeOrder(payload);
  refuse(conversion);
}

Json converted(const plugin::Conversion& conversion, const Json& payload) {
  const auto is = [&](std::string_view from, std::string_view to) {
    return conversion.from == from && conversion.to == to;
  };
  if (is("native", "fhir")) return nativeToFhir(conversion, payload);
  if (is("fhir", "native")) return fhirToNative(conversion, payload);
  if (is("fhircast", "fhir")) return contextToFhir(conversion.eventType, payload);
  if (is("fhir", "fhircast")) return fhirToContext(conversion.eventType, payload);
  if (is("hl7v2", "fhir")) return hl7ToFhir(conversion.eventType, payload);
  refuse(conversion);
}

}  // namespace

std::string FhirCast::convert(const plugin::Conversion& conversion, std::string_view payload) const {
  return plugin::writePayload(converted(conversion, plugin::readPayload(payload)));
}

}  // namespace cast::fhircast
