// Members of a payload, read strictly: what is missing or of another type is a Fault at its JSON Pointer.
// Payloads come here unchecked too (a conversion does not ask whether a schema was looked at before).
#pragma once

#include <array>
#include <cast/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace cast::navicast {

using plugin::Fault;
using plugin::Json;

using Vector3 = std::array<double, 3>;     ///< x, y, z in mm, or a direction
using Quaternion = std::array<double, 4>;  ///< x, y, z, w
using Matrix = std::array<double, 16>;     ///< 4x4, row by row

/// A view of one object; it must outlive this. null counts as absent, as everywhere in this variant.
class Members {
 public:
  explicit Members(const Json& object, std::string pointer = {})
      : object_(object), pointer_(std::move(pointer)) {}

  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::string text(std::string_view name) const;  ///< not empty
  std::string text(std::string_view name, std::string_view otherwise) const;
  double number(std::string_view name) const;  ///< finite
  std::optional<double> optionalNumber(std::string_view name) const;
  Members object(std::string_view name) const;
  template <std::size_t Size>
  std::array<double, Size> numbers(std::string_view name) const {
    std::array<double, Size> values{};
    readNumbers(name, values.data(), Size);
    return values;
  }

  /// Refuses the member: what was expected, and found unless that is clear.
  [[noreturn]] void refuse(std::string_view name, const std::string& detail) const;

 private:
  const Json* find(std::string_view name) const;
  void readNumbers(std::string_view name, double* values, std::size_t size) const;

  const Json& object_;
  std::string pointer_;
};

}  // namespace cast::navicast
