// Ids for resources whose source gives none. FHIRcast wants an id that is unique everywhere for a resource
// that no server stores; a name-based UUID (RFC 4122, version 5) of its business identifier is, and the same
// patient gets the same id in every message.
#pragma once

#include <string>
#include <string_view>

#include "fhir/element.hpp"

namespace cast::fhircast {

/// The id that follows from an Identifier (its system or assigner, and its value); empty where it has no
/// value. `origin` tells apart where the identifier names neither system nor assigner.
std::string idFrom(std::string_view resourceType, const Json& identifier, std::string_view origin = {});

}  // namespace cast::fhircast
