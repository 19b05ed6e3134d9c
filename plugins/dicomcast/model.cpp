#include "model.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base64.hpp"
#include "person_name.hpp"
#include "vr.hpp"

namespace cast::dicomcast {
namespace {

[[noreturn]] void refuse(const std::string& expected, const std::string& pointer) {
  throw Fault(expected, pointer);
}

void checkName(const Json& value, const std::string& pointer) {
  if (!value.is_object()) refuse("a PN value is an object of component groups", pointer);
  for (const auto& [group, text] : value.items()) {
    if (std::find(kComponentGroups.begin(), kComponentGroups.end(), group) == kComponentGroups.end())
      refuse("a PN has the component groups Alphabetic, Ideographic and Phonetic", pointer);
    if (!text.is_string()) refuse("a component group is a string", below(pointer, group));
  }
}

bool isTagText(const Json& value) {
  return value.is_string() && tagOf(value.get_ref<const std::string&>()).has_value();
}

void checkValue(const Vr& vr, const Json& value, const std::string& pointer) {
  const std::string name(vr.name);
  switch (vr.kind) {
    case Kind::kSequence:
      if (!value.is_object()) refuse("an item of a sequence is an object", pointer);
      return checkDataSet(value, pointer);
    case Kind::kBinary:
      refuse("a value of the VR " + name + " is in InlineBinary or BulkDataURI", pointer);
    default:
      break;
  }
  if (value.is_null()) return;
  switch (vr.kind) {
    case Kind::kText:
      if (!value.is_string()) refuse("a value of the VR " + name + " is a string", pointer);
      return;
    case Kind::kName:
      return checkName(value, pointer);
    case Kind::kDecimal:
    case Kind::kInteger:
    case Kind::kFloat:
    case Kind::kBinaryInteger:
      if (!value.is_number() && !value.is_string())
        refuse("a value of the VR " + name + " is a number or a string", pointer);
      return;
    case Kind::kTag:
      if (!isTagText(value)) refuse("a value of the VR AT is a string of 8 hexadecimal digits", pointer);
      return;
    default:
      return;
  }
}

void checkContent(const Vr& vr, const std::string& member, const Json& content, const std::string& pointer) {
  if (member == "Value") {
    if (!content.is_array()) refuse("Value is an array", pointer);
    for (std::size_t i = 0; i < content.size(); ++i)
      checkValue(vr, content[i], below(pointer, std::to_string(i)));
  } else if (member == "InlineBinary") {
    if (vr.kind != Kind::kBinary)
      refuse("InlineBinary is for binary VRs, not " + std::string(vr.name), pointer);
    if (!content.is_string() || !decodedBase64Size(content.get_ref<const std::string&>()))
      refuse("InlineBinary is a string in base64", pointer);
  } else if (member == "BulkDataURI") {
    if (!content.is_string()) refuse("BulkDataURI is a string", pointer);
  } else {
    refuse("an attribute has the members vr and one of Value, InlineBinary and BulkDataURI", pointer);
  }
}

std::string textOfValue(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() ? value.dump() : std::string();
}

const Json* valuesOf(const Json& dataSet, Tag tag) {
  const auto attribute = dataSet.find(textOf(tag));
  if (attribute == dataSet.end()) return nullptr;
  const auto values = attribute->find("Value");
  return values == attribute->end() ? nullptr : &*values;
}

}  // namespace

void checkAttribute(const Json& attribute, const std::string& pointer) {
  if (!attribute.is_object()) refuse("an attribute is an object with the member vr", pointer);
  const auto vrMember = attribute.find("vr");
  const Vr* vr = vrMember != attribute.end() && vrMember->is_string()
                     ? vrOf(vrMember->get_ref<const std::string&>())
                     : nullptr;
  if (!vr) refuse("vr is one of the value representations of PS3.5, such as LO", below(pointer, "vr"));
  if (attribute.size() > 2) refuse("an attribute has one of Value, InlineBinary and BulkDataURI", pointer);
  for (const auto& [member, content] : attribute.items())
    if (member != "vr") checkContent(*vr, member, content, below(pointer, member));
}

void checkDataSet(const Json& dataSet, const std::string& pointer) {
  if (!dataSet.is_object()) refuse("a data set is an object of attributes by tag", pointer);
  for (const auto& [name, attribute] : dataSet.items()) {
    const auto tag = tagOf(name);
    if (!tag) refuse("an attribute is named by its tag, 8 upper-case hexadecimal digits", pointer);
    const std::string here = below(pointer, name);
    if (!belongsInDataSet(*tag))
      refuse("a group length, or an element of this group, is no part of a data set", here);
    checkAttribute(attribute, here);
  }
}

const Json& dataSetOf(const Json& payload) {
  const auto data = payload.find("data");
  if (data == payload.end()) refuse("`data` is missing: one data set in the DICOM JSON Model", "/data");
  checkDataSet(*data, "/data");
  return *data;
}

Json ownMembersOf(const Json& payload) {
  Json own = Json::object();
  for (const auto& [name, value] : payload.items())
    if (name != "format" && name != "data") own[name] = value;
  return own;
}

void addOmitted(Json& payload, const std::vector<std::string>& names) {
  if (names.empty()) return;
  Json& omitted = payload["omitted"];
  if (!omitted.is_array()) omitted = Json::array();
  for (const auto& name : names) omitted.push_back(name);
}

Json attributeOf(std::string_view vr, Json values) {
  return {{"vr", std::string(vr)}, {"Value", std::move(values)}};
}

Json attributeOf(std::string_view vr) { return {{"vr", std::string(vr)}}; }

void put(Json& dataSet, Tag tag, std::string_view vr, Json value) {
  Json values = Json::array();
  values.push_back(std::move(value));
  dataSet[textOf(tag)] = attributeOf(vr, std::move(values));
}

std::string firstText(const Json& dataSet, Tag tag) {
  const Json* values = valuesOf(dataSet, tag);
  return values && !values->empty() ? textOfValue(values->front()) : std::string();
}

std::vector<std::string> texts(const Json& dataSet, Tag tag) {
  std::vector<std::string> all;
  if (const Json* values = valuesOf(dataSet, tag))
    for (const auto& value : *values)
      if (auto text = textOfValue(value); !text.empty()) all.push_back(std::move(text));
  return all;
}

std::string firstName(const Json& dataSet, Tag tag) {
  const Json* values = valuesOf(dataSet, tag);
  return values && !values->empty() && values->front().is_object() ? textOfName(values->front())
                                                                   : std::string();
}

std::vector<const Json*> items(const Json& dataSet, Tag tag) {
  std::vector<const Json*> all;
  if (const Json* values = valuesOf(dataSet, tag))
    for (const auto& value : *values)
      if (value.is_object()) all.push_back(&value);
  return all;
}

bool has(const Json& dataSet, Tag tag) { return dataSet.contains(textOf(tag)); }

bool isUid(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() < '0' || text.front() > '2') return false;
  std::size_t begin = 0;
  std::size_t parts = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const auto part = text.substr(begin, end - begin);
    if (part.empty() || (part.size() > 1 && part.front() == '0')) return false;
    if (!std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
    if (++parts == 1 && part.size() != 1) return false;
    begin = end + 1;
  }
  return parts > 1;
}

std::string below(const std::string& pointer, std::string_view name) {
  std::string path = pointer + "/";
  std::size_t length = std::min<std::size_t>(name.size(), 64);
  // Not in the middle of a character: a reason is UTF-8.
  while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xc0) == 0x80) --length;
  for (const char c : name.substr(0, length)) {
    if (c == '~')
      path += "~0";
    else if (c == '/')
      path += "~1";
    else
      path += c;
  }
  return path;
}

}  // namespace cast::dicomcast
