#pragma once
#include "engine/json.hpp"

namespace cast::conformance {

struct Subject;

/// Reaches for the subject and reads its discovery document, GET {hub}/.well-known/cast-configuration; null
/// where it publishes none (the specification names none). Throws NetworkFailure when nobody is there.
Json discover(const Subject& subject);

}  // namespace cast::conformance
