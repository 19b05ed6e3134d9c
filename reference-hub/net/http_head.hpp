#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cast::hub {

/// What is wrong with the form of a request's head (RFC 9112, sections 3 and 5), or nothing. POCO's parser
/// forgives bare line feeds, folded lines and white space before a colon; where a proxy in front reads such a
/// head otherwise than the hub, one could smuggle a request past it. `head` ends with its empty line.
std::optional<std::string> faultOfHead(std::string_view head);

}  // namespace cast::hub
