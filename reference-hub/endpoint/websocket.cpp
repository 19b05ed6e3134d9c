#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <algorithm>
#include <sstream>

#include "channel/websocket_connection.hpp"
#include "endpoint/services.hpp"

namespace cast::hub {
namespace {

constexpr const char* kSubprotocol = "cast";
constexpr std::size_t kKeySize = 16;

bool names(const Poco::Net::HTTPRequest& head, const std::string& header, const std::string& token) {
  const Poco::StringTokenizer tokens(allOf(head, header), ",", Poco::StringTokenizer::TOK_TRIM);
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const auto& t) { return Poco::icompare(t, token) == 0; });
}

bool isKey(const std::string& key) {
  std::istringstream encoded(key);
  Poco::Base64Decoder decoder(encoded);
  try {
    const std::string bytes(std::istreambuf_iterator<char>(decoder), {});
    return bytes.size() == kKeySize;
  } catch (const Poco::DataFormatException&) {
    return false;
  }
}

HttpResponse upgradeRequired(const std::string& detail) {
  HttpResponse response =
      problemResponse({426, "upgrade-required", "A WebSocket handshake is needed", detail, ""}, false);
  response.headers.set("Upgrade", "websocket");
  response.headers.set("Connection", "Upgrade");
  response.headers.set("Sec-WebSocket-Version", "13");
  return response;
}

}  // namespace

// The opening handshake, RFC 6455 section 4.2.
Answer openWebSocket(Services& services, const Call& call) {
  const Poco::Net::HTTPRequest& head = call.request.head;
  if (!names(head, "Upgrade", "websocket") || !names(head, "Connection", "upgrade")) {
    return upgradeRequired("this is a WebSocket: connect with ws:// or wss://");
  }
  if (head.get("Sec-WebSocket-Version", "") != "13")
    return upgradeRequired("only WebSocket version 13 is spoken here");
  const std::string key = head.get("Sec-WebSocket-Key", "");
  if (!isKey(key)) {
    return Rejection{400, "malformed-request", "A malformed request",
                     "Sec-WebSocket-Key must be 16 bytes in base64", ""};
  }
  HttpResponse response;
  response.status = 101;
  response.headers.set("Upgrade", "websocket");
  response.headers.set("Connection", "Upgrade");
  response.headers.set("Sec-WebSocket-Accept", acceptKey(key));
  if (names(head, "Sec-WebSocket-Protocol", kSubprotocol))
    response.headers.set("Sec-WebSocket-Protocol", kSubprotocol);
  response.takeOver = std::make_shared<WebSocketConnection>(
      call.request.connection, services.hub, services.encoder, call.identity, services.configuration.channel);
  return response;
}

}  // namespace cast::hub
