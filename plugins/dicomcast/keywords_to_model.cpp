// `dicom` -> `dicom+json`. What is no DICOM attribute (a measurement, an annotation, a name that PS3.6 does
// not have) stays beside the data set as it is.
#include "conversions.hpp"
#include "keyword_value.hpp"
#include "payload_members.hpp"

namespace cast::dicomcast {
namespace {

// Takes the attributes out of `attributes` or `dicomAttributes`, and gives what is left.
Json takeAttributes(const std::string& member, const Json& attributes, Json& dataSet) {
  const std::string pointer = "/" + member;
  if (!attributes.is_object()) throw Fault("expected an object of DICOM attributes by keyword", pointer);
  Json left = Json::object();
  for (const auto& [name, value] : attributes.items()) {
    const std::string here = below(pointer, name);
    const auto tag = tagOfName(name);
    if (!tag || !belongsInDataSet(*tag)) {
      left[name] = value;
      continue;
    }
    Json attribute = attributeOfValue(*tag, value, here);
    const auto there = dataSet.find(textOf(*tag));
    if (there != dataSet.end() && *there != attribute)
      throw Fault("the payload says something else of this attribute under another name", here);
    dataSet[textOf(*tag)] = std::move(attribute);
  }
  return left;
}

// Takes the member into the data set; false where it has to stay beside it.
bool takeMember(const PayloadMember& member, const Json& value, Json& dataSet) {
  auto attribute = attributeOfMember(member, value);
  if (!attribute) return false;
  const auto there = dataSet.find(textOf(member.tag));
  if (there != dataSet.end()) return *there == *attribute;
  dataSet[textOf(member.tag)] = std::move(*attribute);
  return true;
}

}  // namespace

Json keywordsToModel(const Json& payload) {
  if (payload.contains("data"))
    throw Fault("a payload with a member of this name can't be carried beside a data set", "/data");
  Json dataSet = Json::object();
  Json result = Json::object();
  for (const char* member : {"attributes", "dicomAttributes"}) {
    const auto attributes = payload.find(member);
    if (attributes == payload.end() || attributes->is_null()) continue;
    if (Json left = takeAttributes(member, *attributes, dataSet); !left.empty())
      result[member] = std::move(left);
  }
  for (const auto& [name, value] : payload.items()) {
    if (name == "format" || name == "attributes" || name == "dicomAttributes") continue;
    const PayloadMember* member = payloadMemberOf(name);
    if (!member || !takeMember(*member, value, dataSet)) result[name] = value;
  }
  result["format"] = "dicom+json";
  result["data"] = std::move(dataSet);
  checkDataSet(result["data"], "/data");
  return result;
}

}  // namespace cast::dicomcast
