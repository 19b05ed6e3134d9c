// The conversions of this variant, one file each. They take a payload in the one format and give one in the
// other, its member `format` included, or throw Fault: a JSON Pointer into the payload and what can't be
// converted, without any of its content. Any thread.
#pragma once

#include <string_view>

#include "fhir/element.hpp"

namespace cast::fhircast {

/// What an event is about: the resource under the key that its type names.
struct Anchor {
  std::string_view key;           ///< FHIRcast's
  std::string_view resourceType;  ///< FHIR's
};

/// Of an event type of FHIRcast's that has one; null for others.
const Anchor* anchorOf(std::string_view eventType);

// `native`, as the specification shows it, to and from one FHIR resource.
Json nativePatientToFhir(const Json& native);
Json fhirToNativePatient(const Json& patient);
Json nativeDocumentToFhir(const Json& native);
Json fhirToNativeDocument(const Json& document);
Json nativeOrderToFhir(const Json& native);
Json fhirToNativeOrder(const Json& order);

// FHIRcast's context to the anchor's resource, with what it refers to contained in it; and back.
Json contextToFhir(std::string_view eventType, const Json& payload);
Json fhirToContext(std::string_view eventType, const Json& payload);

/// An HL7 v2 message to the resource that the event is about, with the message's others contained in it.
Json hl7ToFhir(std::string_view eventType, const Json& payload);

}  // namespace cast::fhircast
