#pragma once

namespace cast::conformance {

struct Profile;

/// What a profile must keep to beyond its schema, so that no check passes by accident: expectations use known
/// keywords and references only, a step names a connection that an earlier one opened, variables are bound
/// before they are used, and whoever says "none", "so many" or "in this order" has awaited a later message
/// first (the causal barrier). Throws DataFault that names the step.
void applyProfileRules(const Profile& profile);

}  // namespace cast::conformance
