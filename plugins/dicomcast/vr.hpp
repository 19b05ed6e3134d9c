// What the Value Representations of PS3.5 section 6.2 mean for the DICOM JSON Model (PS3.18 section F.2.3).
#pragma once

#include <string_view>

namespace cast::dicomcast {

enum class Kind {
  kText,           // a JSON string for each value
  kName,           // PN: an object of component groups
  kDecimal,        // DS: text in a file, a number in the model
  kInteger,        // IS: likewise
  kFloat,          // FL, FD
  kBinaryInteger,  // SL, SS, UL, US, SV, UV
  kTag,            // AT: eight hexadecimal digits
  kBinary,         // OB, OD, OF, OL, OV, OW, UN: base64 in InlineBinary
  kSequence,       // SQ
};

/// One row of the table of PS3.5 section 6.2.
struct Vr {
  std::string_view name;
  Kind kind;
  unsigned width;      // bytes of one binary value, 1 for text
  bool longHeader;     // explicit encoding: 2 reserved bytes and a length of 4 (PS3.5 section 7.1.2)
  bool severalValues;  // a backslash stands between values
  bool anyCharacters;  // Specific Character Set applies (PS3.5 section 6.1.2.3)
  bool leadingBlanks;  // leading blanks mean something
};

/// Null for a name that is none of PS3.5's.
const Vr* vrOf(std::string_view name);

}  // namespace cast::dicomcast
