// A JSON Schema, compiled once, that values are held against.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cast::hub {

struct Violation;

/// Immutable; any thread may call `check`, several at once. What a schema may contain: schema_dialect.hpp.
class ValueSchema {
 public:
  /// Throws SchemaError (schema_dialect.hpp) where the text is no schema the hub can use.
  explicit ValueSchema(std::string_view schemaJson);
  ~ValueSchema();
  ValueSchema(const ValueSchema&) = delete;
  ValueSchema& operator=(const ValueSchema&) = delete;

  /// nullopt where the value fits. Text that is not JSON, too deep, or with a number no double can hold is a
  /// violation at the root; it never throws for what the value contains.
  std::optional<Violation> check(std::string_view valueJson) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace cast::hub
