#include "person_name.hpp"

#include <algorithm>
#include <vector>

namespace cast::dicomcast {
namespace {

using Json = nlohmann::json;

constexpr const char* kRepresentation = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";
constexpr std::array<std::string_view, 3> kRepresentationCodes{"ABC", "IDE", "SYL"};

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string withoutTrailing(std::string text, char last) {
  while (!text.empty() && text.back() == last) text.pop_back();
  return text;
}

// The five components of PS3.5 section 6.2.1.2: family, given, middle, prefix, suffix.
Json humanNameOf(const std::string& group) {
  auto components = split(group, '^');
  components.resize(std::max<std::size_t>(components.size(), 5));
  Json name = Json::object();
  if (!components[0].empty()) name["family"] = components[0];
  for (const std::size_t given : {1U, 2U})
    if (!components[given].empty()) name["given"].push_back(components[given]);
  if (!components[3].empty()) name["prefix"].push_back(components[3]);
  if (!components[4].empty()) name["suffix"].push_back(components[4]);
  return name;
}

std::string stringOf(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> stringsOf(const Json& object, const char* member) {
  std::vector<std::string> all;
  const auto found = object.find(member);
  if (found != object.end() && found->is_array())
    for (const auto& entry : *found)
      if (entry.is_string()) all.push_back(entry.get<std::string>());
  return all;
}

std::string joined(const std::vector<std::string>& parts, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < parts.size(); ++i) text += (text.empty() ? "" : " ") + parts[i];
  return text;
}

// Without the characters that part a name: PS3.5 has no way to write them.
std::string component(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '^' || c == '=' || c == '\\'; }, ' ');
  return text;
}

// A name that is known as a text alone is one component: which part of it is which is not guessed.
std::string groupOfHumanName(const Json& name) {
  const auto given = stringsOf(name, "given");
  const std::string first = given.empty() ? std::string() : given.front();
  const std::string text =
      component(stringOf(name, "family")) + "^" + component(first) + "^" + component(joined(given, 1)) + "^" +
      component(joined(stringsOf(name, "prefix"), 0)) + "^" + component(joined(stringsOf(name, "suffix"), 0));
  const std::string whole = withoutTrailing(text, '^');
  return whole.empty() ? component(stringOf(name, "text")) : whole;
}

// Which component group a HumanName is.
std::size_t groupIndexOf(const Json& name) {
  const auto extensions = name.find("extension");
  if (extensions == name.end() || !extensions->is_array()) return 0;
  for (const auto& extension : *extensions) {
    if (!extension.is_object() || stringOf(extension, "url") != kRepresentation) continue;
    const auto code =
        std::find(kRepresentationCodes.begin(), kRepresentationCodes.end(), stringOf(extension, "valueCode"));
    if (code != kRepresentationCodes.end())
      return static_cast<std::size_t>(code - kRepresentationCodes.begin());
  }
  return 0;
}

}  // namespace

Json nameOfText(std::string_view text) {
  const auto groups = split(text, '=');
  Json name = Json::object();
  for (std::size_t i = 0; i < groups.size() && i < kComponentGroups.size(); ++i)
    if (auto group = withoutTrailing(groups[i], ' '); group.find_first_not_of("^ ") != std::string::npos)
      name[std::string(kComponentGroups[i])] = std::move(group);
  return name;
}

std::string textOfName(const Json& name) {
  std::string text;
  for (std::size_t i = 0; i < kComponentGroups.size(); ++i)
    text += (i == 0 ? "" : "=") + stringOf(name, std::string(kComponentGroups[i]).c_str());
  return withoutTrailing(text, '=');
}

Json humanNamesOf(const std::string& text) {
  const auto groups = split(text, '=');
  Json names = Json::array();
  for (std::size_t i = 0; i < groups.size() && i < kRepresentationCodes.size(); ++i) {
    Json name = humanNameOf(groups[i]);
    if (name.empty()) continue;
    if (i > 0)
      name["extension"] = Json::array({{{"url", kRepresentation}, {"valueCode", kRepresentationCodes[i]}}});
    names.push_back(std::move(name));
  }
  return names;
}

std::string textOfHumanNames(const Json& names) {
  std::array<std::string, kRepresentationCodes.size()> groups;
  if (names.is_array())
    for (const auto& name : names)
      if (name.is_object())
        if (auto& group = groups[groupIndexOf(name)]; group.empty()) group = groupOfHumanName(name);
  return withoutTrailing(groups[0] + "=" + groups[1] + "=" + groups[2], '=');
}

}  // namespace cast::dicomcast
