// The names that DICOM and FHIR give to the same code systems and roles.
#pragma once

#include <string_view>

namespace cast::dicomcast {

inline constexpr const char* kDcmSystem = "http://dicom.nema.org/resources/ontology/DCM";
inline constexpr const char* kStudyUidSystem = "urn:dicom:uid";
inline constexpr const char* kUriSystem = "urn:ietf:rfc:3986";
inline constexpr const char* kIdentifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";
inline constexpr const char* kSnomedSystem = "http://snomed.info/sct";

/// FHIR's URI of a Coding Scheme Designator (0008,0102); empty where none is known.
std::string_view systemOfScheme(std::string_view designator);
/// The way back.
std::string_view schemeOfSystem(std::string_view system);

/// A word on each body side: R -> SNOMED CT 24028007, L -> 7771000; empty for others.
std::string_view codeOfLaterality(std::string_view laterality);
std::string_view lateralityOfCode(std::string_view code);

}  // namespace cast::dicomcast
