#include "fhircast.hpp"

CAST_PLUGIN(cast::fhircast::FhirCast)
