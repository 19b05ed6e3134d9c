#pragma once
#include <string>

#include "engine/expectation.hpp"
#include "engine/json.hpp"
#include "engine/outcome.hpp"
#include "wire/deadline.hpp"

namespace cast::conformance {

class CheckRun;
class Variables;

/// One step of a check in execution. Lives as long as the step takes; used by the thread that does the step.
struct Step {
  const Json& json;  ///< as the profile has it
  std::string pointer;
  Variables& variables;
  CheckRun& run;

  /// Does what `do` names. Throws NetworkFailure and VariableFault.
  StepResult execute();

  // What the kinds of steps are made of:
  bool has(const char* member) const;
  std::string text(const char* member, const std::string& otherwise = {}) const;  ///< variables replaced
  Json value(const char* member) const;                                           ///< variables replaced
  Deadline deadline() const;  ///< the step's timeoutMs from now, or the subject's
  Milliseconds timeout() const;
  Expectation expectation(const Json& schema) const;
  /// The token to send, from the member `token`: the subject's unless it says otherwise, empty for none.
  std::string token() const;
  /// The content to send, from `json`, `body` or `base64`.
  std::string content() const;
  bool hasContent() const;
  /// Binds what `bind` names from what came; fails where it is not there.
  StepResult bind(const Json& from) const;
  Failure failure(const std::string& expected, const std::string& observed, const std::string& at = {}) const;
};

}  // namespace cast::conformance
