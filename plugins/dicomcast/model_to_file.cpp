// `dicom+json` -> `application/dicom`: a file of PS3.10 in explicit VR little endian. The same data set
// always gives the same bytes.
#include "base64.hpp"
#include "conversions.hpp"
#include "data_set_writer.hpp"

namespace cast::dicomcast {
namespace {

constexpr const char* kExplicitVrLittleEndian = "1.2.840.10008.1.2.1";
// A UID from a UUID (PS3.5 annex B.2): what wrote the file.
constexpr const char* kImplementationClassUid = "2.25.41343039719023838437736616935497996655";
constexpr const char* kImplementationVersion = "CAST_DICOMCAST_0";

std::string neededUid(const Json& dataSet, Tag tag, const char* name) {
  std::string uid = firstText(dataSet, tag);
  if (!isUid(uid)) throw Fault(std::string("a file needs a valid ") + name, below("/data", textOf(tag)));
  return uid;
}

// PS3.10 section 7.1.
std::string metaInformation(const std::string& sopClass, const std::string& sopInstance) {
  std::string elements;
  appendElement(elements, 0x00020001, "OB", std::string("\0\1", 2));
  appendElement(elements, 0x00020002, "UI", sopClass);
  appendElement(elements, 0x00020003, "UI", sopInstance);
  appendElement(elements, 0x00020010, "UI", kExplicitVrLittleEndian);
  appendElement(elements, 0x00020012, "UI", kImplementationClassUid);
  appendElement(elements, 0x00020013, "SH", kImplementationVersion);
  std::string length;
  for (std::size_t i = 0; i < 4; ++i) length += static_cast<char>(elements.size() >> (8 * i) & 0xff);
  std::string meta;
  appendElement(meta, 0x00020000, "UL", length);
  return meta + elements;
}

}  // namespace

Json modelToFile(const Json& payload) {
  const Json& dataSet = dataSetOf(payload);
  const std::string meta = metaInformation(neededUid(dataSet, 0x00080016, "SOP Class UID"),
                                           neededUid(dataSet, 0x00080018, "SOP Instance UID"));
  const EncodedDataSet encoded = encodeDataSet(dataSet);
  Json result = ownMembersOf(payload);
  addOmitted(result, encoded.omitted);
  result["format"] = "application/dicom";
  result["data"] = encodeBase64(std::string(128, '\0') + "DICM" + meta + encoded.bytes);
  return result;
}

}  // namespace cast::dicomcast
