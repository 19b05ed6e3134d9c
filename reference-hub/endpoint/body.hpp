#pragma once
#include <variant>

#include "net/http_connection.hpp"
#include "session/json_text.hpp"

namespace cast::hub {

/// The JSON object in a request's body; 415 where its Content-Type says that it is something else.
std::variant<JsonObject, Rejection> readBody(const HttpRequest& request);

}  // namespace cast::hub
