#pragma once
#include <string>

namespace cast::conformance {

/// Whether a notification is of another run than that of the check's `session`: sessions of the runner's are
/// called cast-RUN-N. A hub may still be calling for an earlier run, and the system gives ports again: such a
/// call is nobody's fault, and not this check's business. Any thread.
bool isOfAnotherRun(const std::string& notification, const std::string& session);

}  // namespace cast::conformance
