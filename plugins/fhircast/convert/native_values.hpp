// What the native payloads of patients, documents and orders have in common.
#pragma once

#include <string>
#include <string_view>

#include "fhir/element.hpp"

namespace cast::fhircast {

/// Gives the resource what `native` says under `name`, which has to be there, as its id: where that is no
/// FHIR id, as an identifier of a system of ours.
void setId(Json& resource, const Json& native, std::string_view name);

/// What setId() was given, of a resource from anywhere. Throws Fault where the resource has no id.
std::string idOf(const Json& resource, std::string_view name);

/// Whether an Identifier is one that setId() made.
bool isOwnIdentifier(const Json& identifier);

/// A Reference to the patient of `native.patientId`; null where that is not known.
Json referenceToPatient(const Json& native);

/// The patient id of a Reference; empty where it names none.
std::string patientIdOf(const Json& reference);

/// A CodeableConcept of a text, or of an object that has FHIR's `coding` or `text`, or `code`; null where the
/// member is not there. Throws Fault for another object.
Json conceptOf(const Json& native, std::string_view name);

/// The way back: a text where there is one, else the concept.
Json nativeConcept(const Json& element);

/// The member as FHIR's dateTime; empty where it is not there. Throws Fault where it is no date, or has a
/// time of day without a zone, which FHIR can't say.
std::string dateTimeOf(const Json& native, std::string_view name);

/// Throws Fault where the resource is not of this type.
void demandType(const Json& resource, std::string_view resourceType);

}  // namespace cast::fhircast
