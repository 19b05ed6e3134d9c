#include "fhir/element.hpp"

#include <algorithm>

namespace cast::fhircast {

namespace {

bool isLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

const Json* memberOf(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string_view textOf(const Json& object, std::string_view name) {
  const Json* member = memberOf(object, name);
  return member && member->is_string() ? std::string_view(member->get_ref<const std::string&>())
                                       : std::string_view{};
}

const Json& arrayOf(const Json& object, std::string_view name) {
  static const Json kNone = Json::array();
  const Json* member = memberOf(object, name);
  return member && member->is_array() ? *member : kNone;
}

const Json& objectOf(const Json& object, std::string_view name) {
  static const Json kNone = Json::object();
  const Json* member = memberOf(object, name);
  return member && member->is_object() ? *member : kNone;
}

bool isId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return isLetter(c) || isDigit(c) || c == '-' || c == '.';
  });
}

bool isTypeName(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.front() >= 'A' && text.front() <= 'Z' &&
         std::all_of(text.begin(), text.end(), isLetter);
}

std::string inSmallLetters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::string pointerTo(std::string_view parent, std::string_view member) {
  std::string pointer(parent);
  pointer += '/';
  for (const char c : member) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

std::string pointerTo(std::string_view parent, std::size_t index) {
  return std::string(parent) + "/" + std::to_string(index);
}

Json absentElement() {
  Json element = Json::object();
  append(element, "extension",
         extension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode", "unknown"));
  return element;
}

Json coding(std::string_view system, std::string_view code, std::string_view display) {
  Json made = Json::object();
  if (!system.empty()) made["system"] = system;
  if (!code.empty()) made["code"] = code;
  if (!display.empty()) made["display"] = display;
  return made;
}

Json codeableConcept(std::string_view system, std::string_view code) {
  Json made = Json::object();
  append(made, "coding", coding(system, code));
  return made;
}

Json extension(std::string_view url, std::string_view member, Json value) {
  Json made = Json::object();
  made["url"] = url;
  made[std::string(member)] = std::move(value);
  return made;
}

std::string v2Table(std::string_view number) {
  return "http://terminology.hl7.org/CodeSystem/v2-" + std::string(number);
}

void append(Json& object, std::string_view name, Json value) {
  object[std::string(name)].push_back(std::move(value));
}

}  // namespace cast::fhircast
