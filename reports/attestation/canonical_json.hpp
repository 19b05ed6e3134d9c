// One JSON value, one text: RFC 8785 (JSON Canonicalization Scheme). Members in the order of their names'
// UTF-16 code units, no white space, numbers as ECMAScript writes them. What is signed or hashed has this
// form, so that anybody can make the same bytes with any library. Any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace cast::report {

// `value` is well-formed UTF-8 throughout. An integer beyond 2^53 is written as the double it is to
// ECMAScript.
std::string canonicalText(const nlohmann::json& value);

// SHA-256 of these bytes, in hex.
std::string canonicalDigest(const nlohmann::json& value);
std::string digestOf(const std::string& bytes);

}  // namespace cast::report
