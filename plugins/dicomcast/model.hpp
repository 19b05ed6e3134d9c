// The DICOM JSON Model (PS3.18 Annex F): one data set is an object of attributes by tag. Beside the data set
// in `data`, a payload of the format `dicom+json` may carry members of its own, which conversions pass on.
#pragma once

#include <cast/json.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tag.hpp"

namespace cast::dicomcast {

using plugin::Fault;

/// In order of the members' names, which is the order that PS3.18 section F.2.2 wants.
using plugin::Json;

/// Throws Fault, with a pointer at or below `pointer`, where this is not an attribute of the model. Sequences
/// are followed.
void checkAttribute(const Json& attribute, const std::string& pointer);

/// Likewise for a whole data set. No group length and no group 0002 (PS3.18 section F.2.2).
void checkDataSet(const Json& dataSet, const std::string& pointer);

/// The data set of a payload of the format `dicom+json`, checked.
const Json& dataSetOf(const Json& payload);

/// The payload's own members, without `format` and `data`.
Json ownMembersOf(const Json& payload);

/// Names, in the payload's own member `omitted`, attributes that a conversion left out.
void addOmitted(Json& payload, const std::vector<std::string>& names);

Json attributeOf(std::string_view vr, Json values);
Json attributeOf(std::string_view vr);
void put(Json& dataSet, Tag tag, std::string_view vr, Json value);

/// The attribute's first value as text; empty where it has none or is no text or number.
std::string firstText(const Json& dataSet, Tag tag);
/// All of the attribute's values that are texts or numbers.
std::vector<std::string> texts(const Json& dataSet, Tag tag);
/// The first value of a PN as the text of PS3.5 section 6.2.1, its component groups joined by `=`.
std::string firstName(const Json& dataSet, Tag tag);
/// The items of a sequence.
std::vector<const Json*> items(const Json& dataSet, Tag tag);

/// Whether an attribute is there, with values or without.
bool has(const Json& dataSet, Tag tag);

/// A valid UID: at most 64 characters of numbers joined by dots, none with a leading zero (PS3.5
/// section 9.1).
bool isUid(std::string_view text);

/// `pointer`/`name`, the name escaped as a JSON Pointer wants it.
std::string below(const std::string& pointer, std::string_view name);

}  // namespace cast::dicomcast
