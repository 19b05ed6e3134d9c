// Data types of HL7 v2 as those of FHIR R4, as the guide "HL7 Version 2 to FHIR" (STU1) maps them. Each gives
// null where the value says nothing that FHIR could hold.
#pragma once

#include <string>
#include <string_view>

#include "hl7/message.hpp"

namespace cast::fhircast::hl7 {

/// What times without a zone and identifiers without authority are read with.
struct Origin {
  std::string zone;      ///< of MSH-7
  std::string facility;  ///< MSH-4
};

/// CX -> Identifier; its type is CX.5, else `type` (of table 0203) where that is not empty.
Json identifierOf(const Value& cx, const Origin& origin, std::string_view type = {});

/// EI -> Identifier of this type (of table 0203).
Json identifierOfEntity(const Value& ei, std::string_view type);

/// XPN -> HumanName.
Json humanNameOf(const Value& xpn, const Origin& origin);

/// XAD -> Address.
Json addressOf(const Value& xad, const Origin& origin);

/// XTN -> ContactPoint; `use` where XTN.2 says none.
Json contactPointOf(const Value& xtn, std::string_view use);

/// CWE, CE -> CodeableConcept; `table` is the HL7 table of codes without a system, such as "0007"; may be
/// empty.
Json conceptOf(const Value& cwe, std::string_view table);

/// XCN -> Reference to this type of resource, with identifier and name.
Json practitionerOf(const Value& xcn, std::string_view type);

/// The field as FHIR's date or dateTime, which `place` (such as "PID-7") names in the Fault where it is none.
/// Empty where the field is. A time without a zone, its own or the message's, is left out.
std::string dateTimeOf(const Value& dtm, const Origin& origin, std::string_view place);

}  // namespace cast::fhircast::hl7
