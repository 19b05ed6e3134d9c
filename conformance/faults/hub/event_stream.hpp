#pragma once
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>

#include "hub/hub.hpp"

namespace cast::conformance::faults {

/// Serves `GET /stream?sessionId=S&eventTypes=A,B` (Server-Sent Events; the specification names no path and
/// no parameters) on the calling thread until the client goes.
void serveEventStream(Hub& hub, Poco::Net::HTTPServerRequest& request,
                      Poco::Net::HTTPServerResponse& response);

}  // namespace cast::conformance::faults
