#include "keyword_value.hpp"

#include <algorithm>

#include "data_dictionary.hpp"
#include "date_time.hpp"
#include "number_text.hpp"
#include "person_name.hpp"
#include "vr.hpp"

namespace cast::dicomcast {
namespace {

bool isModelForm(const Json& value) {
  const auto vr = value.is_object() ? value.find("vr") : value.end();
  return vr != value.end() && vr->is_string();
}

// ---- from the model

Json namedItem(const Json& item) {
  Json named = Json::object();
  for (const auto& [tagText, attribute] : item.items()) {
    const Tag tag = tagOf(tagText).value_or(0);
    named[nameOf(tag)] = valueOf(tag, attribute);
  }
  return named;
}

Json shortElement(const Vr& vr, const Json& element) {
  if (vr.kind == Kind::kSequence) return namedItem(element);
  if (vr.kind == Kind::kName && element.is_object()) return textOfName(element);
  return element;
}

Json shortForm(const Vr& vr, const Json& attribute) {
  const auto values = attribute.find("Value");
  if (values == attribute.end()) return nullptr;
  Json elements = Json::array();
  for (const auto& element : *values) elements.push_back(shortElement(vr, element));
  const bool alone = elements.size() == 1 && vr.kind != Kind::kSequence && !elements.front().is_null();
  return alone ? Json(elements.front()) : elements;
}

// ---- to the model

std::string textOfScalar(const Json& value, const std::string& pointer) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.dump();
  throw Fault("expected a string or a number; found " + std::string(value.type_name()), pointer);
}

// Of one value; an empty text is no value.
Json elementOfText(const Vr& vr, const std::string& text, const std::string& pointer) {
  if (text.empty()) return nullptr;
  if (vr.name == "DA") return dateOfIso(text).value_or(text);
  if (vr.name == "TM") return timeOfIso(text).value_or(text);
  switch (vr.kind) {
    case Kind::kName:
      return nameOfText(text);
    case Kind::kDecimal:
    case Kind::kInteger:
    case Kind::kFloat:
    case Kind::kBinaryInteger: {
      auto number = valueOfNumberText(text);
      if (!floatOfValue(number)) throw Fault("expected a number for the VR " + std::string(vr.name), pointer);
      return number;
    }
    case Kind::kTag: {
      const auto tag = tagOfName(text);
      if (!tag) throw Fault("expected a tag or a keyword for the VR AT", pointer);
      return textOf(*tag);
    }
    default:
      return text;
  }
}

// Appends what one scalar says, which may be several values joined by backslashes.
void appendElements(const Vr& vr, const Json& value, const std::string& pointer, Json& elements) {
  if (value.is_null() || (value.is_object() && vr.kind == Kind::kName) ||
      (value.is_number() && vr.kind != Kind::kText && vr.kind != Kind::kTag && vr.kind != Kind::kName)) {
    elements.push_back(value);
    return;
  }
  const std::string text = textOfScalar(value, pointer);
  if (!vr.severalValues) return elements.push_back(elementOfText(vr, text, pointer));
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\\', begin), text.size());
    elements.push_back(elementOfText(vr, text.substr(begin, end - begin), pointer));
    begin = end + 1;
  }
}

Json itemOf(const Json& named, const std::string& pointer) {
  if (!named.is_object()) throw Fault("an item of a sequence is an object", pointer);
  Json item = Json::object();
  for (const auto& [name, value] : named.items()) {
    const std::string here = below(pointer, name);
    const auto tag = tagOfName(name);
    if (!tag) throw Fault("expected a DICOM keyword or tag", here);
    if (item.contains(textOf(*tag))) throw Fault("the same attribute has another name beside this", here);
    item[textOf(*tag)] = attributeOfValue(*tag, value, here);
  }
  return item;
}

Json elementsOf(const Vr& vr, const Json& value, const std::string& pointer) {
  if (vr.kind == Kind::kBinary)
    throw Fault(R"(a binary value is an object such as {"vr": "OB", "InlineBinary": "..."})", pointer);
  const bool list = value.is_array();
  const Json single = list ? Json() : Json::array({value});
  Json elements = Json::array();
  for (std::size_t i = 0; i < (list ? value.size() : 1); ++i) {
    const std::string here = list ? below(pointer, std::to_string(i)) : pointer;
    const Json& element = list ? value[i] : single[i];
    if (vr.kind == Kind::kSequence)
      elements.push_back(itemOf(element, here));
    else
      appendElements(vr, element, here, elements);
  }
  return elements;
}

}  // namespace

std::string nameOf(Tag tag) {
  const auto keyword = keywordOf(tag);
  return keyword.empty() ? textOf(tag) : std::string(keyword);
}

std::optional<Tag> tagOfName(const std::string& name) {
  if (const auto tag = tagOfKeyword(name)) return tag;
  std::string digits = name;
  if (name.size() == 11 && name.front() == '(' && name[5] == ',' && name.back() == ')')
    digits = name.substr(1, 4) + name.substr(6, 4);
  std::transform(digits.begin(), digits.end(), digits.begin(),
                 [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
  return tagOf(digits);
}

Json valueOf(Tag tag, const Json& attribute) {
  const Vr* vr = vrOf(vrNameOf(tag));
  if (!vr || attribute.at("vr") != vr->name || attribute.contains("InlineBinary") ||
      attribute.contains("BulkDataURI"))
    return attribute;
  Json value = shortForm(*vr, attribute);
  try {
    if (attributeOfValue(tag, value, {}) == attribute) return value;
  } catch (const Fault&) {
    // A value that this VR should not have, such as a DS that is no number: its VR stays beside it.
  }
  return attribute;
}

Json attributeOfValue(Tag tag, const Json& value, const std::string& pointer) {
  if (isModelForm(value)) {
    checkAttribute(value, pointer);
    return value;
  }
  const Vr* vr = vrOf(isCreator(tag) ? "LO" : vrNameOf(tag));
  if (!vr) throw Fault(R"(the VR is not known by this name: write {"vr": "...", "Value": [...]})", pointer);
  if (value.is_null()) return attributeOf(vr->name);
  Json elements = elementsOf(*vr, value, pointer);
  const bool nothing = !value.is_array() && elements.size() == 1 && elements.front().is_null();
  Json attribute = nothing ? attributeOf(vr->name) : attributeOf(vr->name, std::move(elements));
  checkAttribute(attribute, pointer);
  return attribute;
}

}  // namespace cast::dicomcast
