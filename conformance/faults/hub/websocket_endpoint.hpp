#pragma once
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>

#include "hub/hub.hpp"
#include "hub/websocket_connection.hpp"

namespace cast::conformance::faults {

/// Serves `GET /ws` on the calling thread until the connection ends. `rights`: what the handshake's token
/// allows.
void serveWebSocket(Hub& hub, Rights rights, Poco::Net::HTTPServerRequest& request,
                    Poco::Net::HTTPServerResponse& response);

}  // namespace cast::conformance::faults
