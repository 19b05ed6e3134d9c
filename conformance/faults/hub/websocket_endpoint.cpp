#include "hub/websocket_endpoint.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Buffer.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerSession.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/SHA1Engine.h>

#include <sstream>
#include <string_view>

#include "hub/answer.hpp"
#include "hub/request.hpp"
#include "hub/websocket_connection.hpp"

namespace cast::conformance::faults {
namespace {

// RFC 6455, section 4.2.2.
std::string acceptFor(const std::string& key) {
  Poco::SHA1Engine engine;
  engine.update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  const Poco::DigestEngine::Digest& digest = engine.digest();
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.write(reinterpret_cast<const char*>(digest.data()), static_cast<std::streamsize>(digest.size()));
  encoder.close();
  return text.str();
}

// 16 bytes in base64.
bool isKey(const std::string& key) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return key.size() == 24 && key.ends_with("==") && key.find_first_not_of(kAlphabet) == 22;
}

// RFC 6455, section 4.2.1.
std::optional<Complaint> faultOf(const Poco::Net::HTTPServerRequest& request, const Hooks& hooks) {
  const std::pair<const char*, bool> demands[] = {
      {"Connection", request.hasToken("Connection", "upgrade")},
      {"Upgrade", request.hasToken("Upgrade", "websocket")},
      {"Sec-WebSocket-Version", request.get("Sec-WebSocket-Version", "") == "13"},
      {"Sec-WebSocket-Key", isKey(request.get("Sec-WebSocket-Key", ""))},
  };
  for (const auto& [header, kept] : demands) {
    const Complaint complaint{Defect::kBreaksProtocol, header};
    if (!kept && !hooks.overlooks(Operation::kOpenWebSocket, complaint)) return complaint;
  }
  return std::nullopt;
}

}  // namespace

void serveWebSocket(Hub& hub, Rights rights, Poco::Net::HTTPServerRequest& request,
                    Poco::Net::HTTPServerResponse& response) {
  if (const auto complaint = faultOf(request, hub.hooks())) {
    Answer refusal = refusalOf(describe(*complaint));
    refusal.headers.emplace_back("Sec-WebSocket-Version", "13");
    send(hub.hooks(), Operation::kOpenWebSocket, refusal, response);
    return;
  }
  Answer answer{.status = 101, .headers = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}}};
  answer.headers.emplace_back("Sec-WebSocket-Accept", acceptFor(request.get("Sec-WebSocket-Key", "")));
  send(hub.hooks(), Operation::kOpenWebSocket, answer, response);
  if (response.getStatus() != Poco::Net::HTTPResponse::HTTP_SWITCHING_PROTOCOLS) return;

  auto& taken = dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request);
  Poco::Buffer<char> early(0);
  taken.session().drainBuffer(early);
  WebSocketConnection(hub, rights, taken.detachSocket(), std::string(early.begin(), early.size())).run();
}

}  // namespace cast::conformance::faults
