// Writes a data set of the DICOM JSON Model in explicit VR little endian (PS3.5 section 7 and annex A.2), its
// texts in UTF-8.
#pragma once

#include <string>
#include <vector>

#include "model.hpp"

namespace cast::dicomcast {

struct EncodedDataSet {
  std::string bytes;
  std::vector<std::string> omitted;  // bulk data that is elsewhere, named as in element_value.hpp
};

/// `dataSet` is one that checkDataSet accepts. Throws Fault, with a pointer below /data, where a value can't
/// be written.
EncodedDataSet encodeDataSet(const Json& dataSet);

/// One element with a text or a binary value.
void appendElement(std::string& bytes, Tag tag, std::string_view vr, std::string value);

}  // namespace cast::dicomcast
