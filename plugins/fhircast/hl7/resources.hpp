// Segments of HL7 v2 as resources of FHIR R4, as the guide "HL7 Version 2 to FHIR" (STU1) maps them.
// README.md lists the fields. References between them are for the caller to set.
#pragma once

#include "hl7/data_types.hpp"

namespace cast::fhircast::hl7 {

/// PID -> Patient.
Json patientOf(const Segment& pid, const Origin& origin);

/// PV1 -> Encounter.
Json encounterOf(const Segment& pv1, const Origin& origin);

/// OBR, and the ORC before it if there is one, -> ServiceRequest.
Json serviceRequestOf(const Segment& obr, const Segment* orc, const Origin& origin);

/// OBR -> DiagnosticReport.
Json diagnosticReportOf(const Segment& obr, const Origin& origin);

}  // namespace cast::fhircast::hl7
