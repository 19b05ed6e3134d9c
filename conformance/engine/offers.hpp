#pragma once
#include <string>
#include <vector>

namespace cast::conformance {

struct Subject;

/// Which transports the hub is seen to offer: of http, websocket and sse those it answers as one would. Only
/// those in `candidates` are tried. Never throws for what the hub does.
std::vector<std::string> offers(const Subject& subject, const std::vector<std::string>& candidates);

}  // namespace cast::conformance
