#pragma once
#include <optional>
#include <string>

#include "wire/connection.hpp"

namespace cast::conformance {

/// A URL of http, https, ws or wss, taken apart.
struct Url {
  Endpoint endpoint;
  std::string target;  ///< path and query; at least "/"
};

/// Nothing where the text is no such URL, or carries a user and password.
std::optional<Url> parseUrl(const std::string& text, const std::string& caFile);

/// Percent-encodes a query's value.
std::string queryEncoded(const std::string& text);

}  // namespace cast::conformance
