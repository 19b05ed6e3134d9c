// DCMTK's data dictionary (PS3.6 and many manufacturers' private elements), read once when the library is
// loaded, and indexed: afterwards it is constant, and any thread may ask it. Loading also turns DCMTK's log
// off, which would write to the host's standard error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tag.hpp"

namespace cast::dicomcast {

/// False where DCMTK's dictionary file is not installed (package libdcmtk17).
bool dictionaryLoaded();

/// The tag of a keyword of PS3.6, such as PatientName.
std::optional<Tag> tagOfKeyword(std::string_view keyword);

/// The keyword of a standard element; empty where there is none, and for repeating groups, whose keyword
/// names several tags.
std::string_view keywordOf(Tag tag);

/// The VR of a standard element; empty where it is unknown, or where PS3.6 allows several.
std::string_view vrNameOf(Tag tag);

/// The VR that an element has in implicit VR encoding (PS3.5 section A.1). `creator` is the private creator,
/// empty for standard elements; `isSigned` tells that Pixel Representation (0028,0103) is 1, which
/// decides between SS and US. "UN" where it is unknown.
std::string_view implicitVrNameOf(Tag tag, const std::string& creator, bool isSigned);

}  // namespace cast::dicomcast
