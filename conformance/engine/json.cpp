#include "engine/json.hpp"

#include <Poco/String.h>

#include <nlohmann/json.hpp>

#include "wire/utf8.hpp"

namespace cast::conformance {

std::string pointerTo(const std::string& pointer, const std::string& member) {
  return pointer + "/" + Poco::replace(Poco::replace(member, "~", "~0"), "/", "~1");
}

std::string pointerTo(const std::string& pointer, std::size_t index) {
  return pointer + "/" + std::to_string(index);
}

const Json* valueAt(const Json& document, const std::string& pointer) {
  try {
    const Json::json_pointer path(pointer);
    return document.contains(path) ? &document.at(path) : nullptr;
  } catch (const Json::exception&) {
    return nullptr;
  }
}

std::string compact(const Json& value, std::size_t bytes) {
  return shortened(value.dump(-1, ' ', false, Json::error_handler_t::replace), bytes);
}

}  // namespace cast::conformance
