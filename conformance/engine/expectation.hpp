#pragma once
#include <string>

#include "engine/json.hpp"
#include "engine/schema.hpp"

namespace cast::conformance {

class Variables;

/// A profile's expectation made ready for one step: variables replaced, the profile's definitions at hand.
class Expectation {
 public:
  /// Throws VariableFault, or std::invalid_argument where a variable's value makes it no schema.
  Expectation(const Json& schema, const Json& definitions, const Variables& variables);

  bool fits(const Json& value) const { return schema_.fits(value); }
  std::optional<Mismatch> mismatch(const Json& value) const { return schema_.mismatch(value); }
  const std::string& words() const { return words_; }

 private:
  explicit Expectation(const Json& complete);
  std::string words_;
  Schema schema_;
};

}  // namespace cast::conformance
