#pragma once
#include <memory>
#include <string>

#include "wire/deadline.hpp"
#include "wire/http_exchange.hpp"
#include "wire/http_message.hpp"
#include "wire/transcript.hpp"
#include "wire/url.hpp"

namespace cast::conformance {

/// An opening handshake: what was asked, what came, and the connection with the bytes that followed.
struct WebSocketOpening {
  HttpOutcome outcome;
  std::string defect;  ///< why it is no success, or empty
  std::unique_ptr<Connection> connection;
  std::string rest;
};

/// Adds the handshake's headers to a request, without replacing any that are there.
void addHandshake(HttpRequest& request);

/// Sends the request and reads the answer; of an answer other than 101 the body too. Throws NetworkFailure.
WebSocketOpening openWebSocket(const Url& url, const HttpRequest& request, const Recorder& recorder,
                               const Deadline& deadline);

}  // namespace cast::conformance
