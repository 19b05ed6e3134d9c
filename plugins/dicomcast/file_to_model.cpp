// `application/dicom` -> `dicom+json`. `omitted` names what was left out of the data set.
#include "base64.hpp"
#include "conversions.hpp"
#include "element_value.hpp"
#include "file_reader.hpp"

namespace cast::dicomcast {

Json fileToModel(const Json& payload) {
  const auto data = payload.find("data");
  if (data == payload.end() || !data->is_string()) throw Fault("expected a DICOM file in base64", "/data");
  const auto file = decodeBase64(data->get_ref<const std::string&>());
  if (!file) throw Fault("not base64 (RFC 4648 section 4, padded, without line breaks)", "/data");
  const FileContents contents = readFile(*file);
  ModelOfFile model = modelOf(contents.dataSet);
  Json result = ownMembersOf(payload);
  addOmitted(result, model.omitted);
  result["format"] = "dicom+json";
  result["data"] = std::move(model.dataSet);
  checkDataSet(result["data"], "/data");
  return result;
}

}  // namespace cast::dicomcast
