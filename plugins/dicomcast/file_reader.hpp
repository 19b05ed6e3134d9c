// A DICOM file as PS3.10 section 7 defines it: preamble, prefix, meta information, data set.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data_set_reader.hpp"

namespace cast::dicomcast {

/// The data set of a file that was read; `inflated` holds its bytes where they were deflated.
struct FileContents {
  std::vector<char> inflated;
  DataSet dataSet;
};

/// `file` has to outlive the result. Throws Fault, pointing to /data.
FileContents readFile(std::string_view file);

}  // namespace cast::dicomcast
