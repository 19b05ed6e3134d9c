#pragma once
#include <iosfwd>
#include <string>

#include "hub/hooks.hpp"

namespace Poco::Net {
class HTTPServerResponse;
}

namespace cast::conformance::faults {

/// 400 and a sentence: all that is said about anything wrong but a token.
Answer refusalOf(const std::string& sentence);
/// Sends an answer as the hooks let it; more of the body may follow on the stream.
std::ostream& send(const Hooks& hooks, Operation operation, Answer answer,
                   Poco::Net::HTTPServerResponse& response);

}  // namespace cast::conformance::faults
