// Reading and making FHIR R4 elements in JSON. Every function is safe for any JSON value; what is absent or
// of another type reads as absent. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "cast/json.hpp"

namespace cast::fhircast {

using plugin::Fault;
using plugin::Json;

/// The member, or null where `object` is none, has none of this name, or has `null` there.
const Json* memberOf(const Json& object, std::string_view name);

/// The member's text; empty where it is no text. Lives as long as `object`.
std::string_view textOf(const Json& object, std::string_view name);

/// The array in the member; an empty one where there is none.
const Json& arrayOf(const Json& object, std::string_view name);

/// The object in the member; an empty one where there is none.
const Json& objectOf(const Json& object, std::string_view name);

/// FHIR's `id`: 1 to 64 of A-Z a-z 0-9 - . (FHIR R4, 2.24.0.1).
bool isId(std::string_view text);

/// The form of a resource type's name, such as `Patient`.
bool isTypeName(std::string_view text);

/// Letters of ASCII in small.
std::string inSmallLetters(std::string_view text);

/// `text` as the part of a JSON Pointer (RFC 6901).
std::string pointerTo(std::string_view parent, std::string_view member);
std::string pointerTo(std::string_view parent, std::size_t index);

/// An element that R4 demands and the source does not have:
/// {"extension": [{"url": ".../data-absent-reason", "valueCode": "unknown"}]}.
Json absentElement();

/// {"system", "code", "display"}; what is empty is left out.
Json coding(std::string_view system, std::string_view code, std::string_view display = {});

/// A CodeableConcept with this one coding.
Json codeableConcept(std::string_view system, std::string_view code);

/// An extension, its value in `member`.
Json extension(std::string_view url, std::string_view member, Json value);

/// The code system of table `number` of HL7 v2, such as "0203".
std::string v2Table(std::string_view number);

/// Appends to the array `name` of `object`, which it makes.
void append(Json& object, std::string_view name, Json value);

}  // namespace cast::fhircast
