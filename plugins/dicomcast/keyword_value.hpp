// How an attribute is written in the format `dicom`: by its keyword, with its value alone where the data
// dictionary knows the VR, and in the DICOM JSON Model's form otherwise.
#pragma once

#include <string>

#include "model.hpp"

namespace cast::dicomcast {

/// The name of an attribute: its keyword, or its tag where PS3.6 has none.
std::string nameOf(Tag tag);

/// The tag of a keyword, of eight hexadecimal digits or of (gggg,eeee); nullopt for any other name.
std::optional<Tag> tagOfName(const std::string& name);

/// A checked attribute's value in its short form, from which attributeOfValue gives the same attribute again;
/// the attribute itself where no short form does.
Json valueOf(Tag tag, const Json& attribute);

/// The attribute from either form. Throws Fault with a pointer at or below `pointer` where the value can't be
/// one of this attribute.
Json attributeOfValue(Tag tag, const Json& value, const std::string& pointer);

}  // namespace cast::dicomcast
