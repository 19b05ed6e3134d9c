#include "vr.hpp"

#include <algorithm>
#include <array>

namespace cast::dicomcast {
namespace {

constexpr bool kYes = true;
constexpr bool kNo = false;

// name, kind, width, long header, several values, any characters, leading blanks. In order of the names.
constexpr std::array kVrs{
    Vr{"AE", Kind::kText, 1, kNo, kYes, kNo, kNo},
    Vr{"AS", Kind::kText, 1, kNo, kYes, kNo, kNo},
    Vr{"AT", Kind::kTag, 4, kNo, kYes, kNo, kNo},
    Vr{"CS", Kind::kText, 1, kNo, kYes, kNo, kNo},
    Vr{"DA", Kind::kText, 1, kNo, kYes, kNo, kNo},
    Vr{"DS", Kind::kDecimal, 1, kNo, kYes, kNo, kNo},
    Vr{"DT", Kind::kText, 1, kNo, kYes, kNo, kNo},
    Vr{"FD", Kind::kFloat, 8, kNo, kYes, kNo, kNo},
    Vr{"FL", Kind::kFloat, 4, kNo, kYes, kNo, kNo},
    Vr{"IS", Kind::kInteger, 1, kNo, kYes, kNo, kNo},
    Vr{"LO", Kind::kText, 1, kNo, kYes, kYes, kNo},
    Vr{"LT", Kind::kText, 1, kNo, kNo, kYes, kYes},
    Vr{"OB", Kind::kBinary, 1, kYes, kNo, kNo, kNo},
    Vr{"OD", Kind::kBinary, 8, kYes, kNo, kNo, kNo},
    Vr{"OF", Kind::kBinary, 4, kYes, kNo, kNo, kNo},
    Vr{"OL", Kind::kBinary, 4, kYes, kNo, kNo, kNo},
    Vr{"OV", Kind::kBinary, 8, kYes, kNo, kNo, kNo},
    Vr{"OW", Kind::kBinary, 2, kYes, kNo, kNo, kNo},
    Vr{"PN", Kind::kName, 1, kNo, kYes, kYes, kNo},
    Vr{"SH", Kind::kText, 1, kNo, kYes, kYes, kNo},
    Vr{"SL", Kind::kBinaryInteger, 4, kNo, kYes, kNo, kNo},
    Vr{"SQ", Kind::kSequence, 1, kYes, kNo, kNo, kNo},
    Vr{"SS", Kind::kBinaryInteger, 2, kNo, kYes, kNo, kNo},
    Vr{"ST", Kind::kText, 1, kNo, kNo, kYes, kYes},
    Vr{"SV", Kind::kBinaryInteger, 8, kYes, kYes, kNo, kNo},
    Vr{"TM", Kind::kText, 1, kNo, kYes, kNo, kNo},
    Vr{"UC", Kind::kText, 1, kYes, kYes, kYes, kYes},
    Vr{"UI", Kind::kText, 1, kNo, kYes, kNo, kNo},
    Vr{"UL", Kind::kBinaryInteger, 4, kNo, kYes, kNo, kNo},
    Vr{"UN", Kind::kBinary, 1, kYes, kNo, kNo, kNo},
    Vr{"UR", Kind::kText, 1, kYes, kNo, kNo, kYes},
    Vr{"US", Kind::kBinaryInteger, 2, kNo, kYes, kNo, kNo},
    Vr{"UT", Kind::kText, 1, kYes, kNo, kYes, kYes},
    Vr{"UV", Kind::kBinaryInteger, 8, kYes, kYes, kNo, kNo},
};

}  // namespace

const Vr* vrOf(std::string_view name) {
  const auto* row = std::lower_bound(kVrs.begin(), kVrs.end(), name,
                                     [](const Vr& vr, std::string_view wanted) { return vr.name < wanted; });
  return row != kVrs.end() && row->name == name ? row : nullptr;
}

}  // namespace cast::dicomcast
