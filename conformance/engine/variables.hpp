#pragma once
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/json.hpp"

namespace cast::conformance {

/// A profile names a variable that has no value, or asks for something a variable cannot give.
class VariableFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The variables of a check: ${NAME} in strings. A value; each branch of a `concurrently` works on a copy of
/// its own. Beside what is set there are always ${now}, ${uuid} and ${repeat:TEXT:N}.
class Variables {
 public:
  void set(const std::string& name, const Json& value);
  bool has(const std::string& name) const { return values_.contains(name); }
  /// Takes over what a branch has bound.
  void merge(const Variables& branch);

  /// The text with each variable replaced, strings as they are, other values as compact JSON. Throws
  /// VariableFault.
  std::string text(const std::string& text) const;
  /// The same for a path: values are percent-encoded (RFC 3986, 3.3), each as one segment of it.
  std::string path(const std::string& text) const;
  /// The value with each string within replaced; a string that is one variable and no more takes the
  /// variable's value with its type. Names of members stay as they are. Throws VariableFault.
  Json value(const Json& value) const;

  /// The names that a text uses, for looking at profiles when they are loaded. `now`, `uuid` and `repeat` not
  /// among them.
  static std::vector<std::string> namesIn(const std::string& text);

 private:
  std::string replaced(const std::string& text,
                       const std::function<std::string(const std::string&)>& write) const;
  Json lookUp(const std::string& expression) const;
  std::map<std::string, std::shared_ptr<const Json>> values_;
};

}  // namespace cast::conformance
