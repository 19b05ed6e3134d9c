#pragma once
#include <stdexcept>

namespace cast::conformance {

/// The way to the subject is broken: its name cannot be resolved, nobody listens, its certificate is not
/// trusted, or the runner cannot bind a port. What the subject says once it is reached is never a
/// NetworkFailure but a value. At the start of a run it means "unreachable", within a check it makes that
/// check inconclusive.
class NetworkFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace cast::conformance
