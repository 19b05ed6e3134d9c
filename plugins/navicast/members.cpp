#include "members.hpp"

#include <cmath>

namespace cast::navicast {

const Json* Members::find(std::string_view name) const {
  const auto member = object_.find(name);
  return member == object_.end() || member->is_null() ? nullptr : &*member;
}

void Members::refuse(std::string_view name, const std::string& detail) const {
  throw Fault(detail, pointer_ + "/" + std::string(name));
}

std::string Members::text(std::string_view name) const {
  const Json* value = find(name);
  if (!value) refuse(name, "expected a string; the member is missing");
  if (!value->is_string()) refuse(name, "expected a string; found " + std::string(value->type_name()));
  auto found = value->get<std::string>();
  if (found.empty()) refuse(name, "expected a string that isn't empty");
  return found;
}

std::string Members::text(std::string_view name, std::string_view otherwise) const {
  return has(name) ? text(name) : std::string(otherwise);
}

double Members::number(std::string_view name) const {
  double value = 0;
  const Json* member = find(name);
  if (!member) refuse(name, "expected a number; the member is missing");
  if (!member->is_number()) refuse(name, "expected a number; found " + std::string(member->type_name()));
  value = member->get<double>();
  if (!std::isfinite(value)) refuse(name, "expected a finite number");
  return value;
}

std::optional<double> Members::optionalNumber(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  return number(name);
}

Members Members::object(std::string_view name) const {
  const Json* value = find(name);
  if (!value) refuse(name, "expected an object; the member is missing");
  if (!value->is_object()) refuse(name, "expected an object; found " + std::string(value->type_name()));
  return Members(*value, pointer_ + "/" + std::string(name));
}

void Members::readNumbers(std::string_view name, double* values, std::size_t size) const {
  const std::string expected = "expected " + std::to_string(size) + " numbers; ";
  const Json* list = find(name);
  if (!list) refuse(name, expected + "the member is missing");
  if (!list->is_array()) refuse(name, expected + "found " + std::string(list->type_name()));
  if (list->size() != size) refuse(name, expected + "found " + std::to_string(list->size()));
  for (std::size_t i = 0; i < size; ++i) {
    const Json& item = (*list)[i];
    if (item.is_number()) values[i] = item.get<double>();
    if (!item.is_number() || !std::isfinite(values[i]))
      refuse(std::string(name) + "/" + std::to_string(i), "expected a finite number");
  }
}

}  // namespace cast::navicast
