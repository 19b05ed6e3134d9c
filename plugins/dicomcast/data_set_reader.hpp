// Reads the encoding of a data set (PS3.5 section 7) into elements that point into its bytes. DCMTK's own
// parser is not used here: it follows nested sequences by recursion without a limit, and takes the square of
// the time for elements in descending order, so that a small file could end or hang its host. Every length is
// held against what is left, in time linear to the bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tag.hpp"
#include "vr.hpp"

namespace cast::dicomcast {

struct Element;

struct DataSet {
  std::vector<Element> elements;  // in the order of their tags, each tag once
};

struct Element {
  Tag tag = 0;
  const Vr* vr = nullptr;      // never null
  std::string_view bytes;      // the value of a leaf, in the encoding's byte order
  std::vector<DataSet> items;  // of a sequence
  bool encapsulated = false;   // fragments of a compressed image: no bytes
  bool bigEndian = false;
};

struct Encoding {
  bool explicitVr = true;
  bool bigEndian = false;
};

/// `bytes` has to outlive the result. Group lengths and groups that belong in no data set are left out.
/// Throws Fault, pointing to /data, which names the element.
DataSet readDataSet(std::string_view bytes, Encoding encoding);

/// The elements of group 0002 in front of `bytes`, which they are taken from (PS3.10 section 7.1).
DataSet readMetaInformation(std::string_view& bytes);

/// An unsigned number of 2, 4 or 8 bytes.
std::uint64_t numberOf(std::string_view bytes, bool bigEndian);

/// The element of this tag, or null.
const Element* find(const DataSet& dataSet, Tag tag);

/// Text without the padding of PS3.5 section 6.2: trailing blanks and NULs.
std::string_view withoutPadding(std::string_view text);

}  // namespace cast::dicomcast
