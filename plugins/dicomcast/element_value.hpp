// The elements of a file as attributes of the DICOM JSON Model (PS3.18 section F.2.3).
#pragma once

#include <string>
#include <vector>

#include "data_set_reader.hpp"
#include "model.hpp"

namespace cast::dicomcast {

/// The data set in the model, its texts in UTF-8, with the names of what was left out: pixel data, bulk data
/// and text that its character set does not have. A name is the tag, behind the tags and item numbers that
/// lead to it, such as 00081115/0/0008103E.
struct ModelOfFile {
  Json dataSet = Json::object();
  std::vector<std::string> omitted;
};

ModelOfFile modelOf(const DataSet& dataSet);

}  // namespace cast::dicomcast
