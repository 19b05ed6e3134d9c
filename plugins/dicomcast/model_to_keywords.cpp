// `dicom+json` -> `dicom`. Nothing is lost: what has no keyword, or has a VR that its keyword does not say,
// is written in the DICOM JSON Model's own form.
#include "conversions.hpp"
#include "keyword_value.hpp"
#include "payload_members.hpp"

namespace cast::dicomcast {

Json modelToKeywords(const Json& payload) {
  const Json& dataSet = dataSetOf(payload);
  Json result = ownMembersOf(payload);
  Json attributes = Json::object();
  if (const auto own = result.find("attributes"); own != result.end()) {
    if (!own->is_object()) throw Fault("expected an object of attributes by keyword", "/attributes");
    attributes = *own;
  }
  for (const auto& [tagText, attribute] : dataSet.items()) {
    const std::string name = nameOf(tagOf(tagText).value_or(0));
    if (attributes.contains(name)) throw Fault("`data` has this attribute too", below("/attributes", name));
    attributes[name] = valueOf(tagOf(tagText).value_or(0), attribute);
  }
  for (const auto& member : kPayloadMembers) {
    const auto attribute = dataSet.find(textOf(member.tag));
    const std::string name(member.name);
    if (attribute == dataSet.end() || result.contains(name)) continue;
    auto value = memberOfAttribute(member, *attribute);
    if (!value) continue;
    result[name] = std::move(*value);
    attributes.erase(nameOf(member.tag));
  }
  if (!attributes.empty()) result["attributes"] = std::move(attributes);
  result["format"] = "dicom";
  return result;
}

}  // namespace cast::dicomcast
