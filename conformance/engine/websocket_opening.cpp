#include "engine/websocket_opening.hpp"

#include "wire/websocket.hpp"

namespace cast::conformance {

void addHandshake(HttpRequest& request) {
  const HttpHeaders given = request.headers;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!given.find(name)) request.headers.add(name, value);
  };
  add("Connection", "Upgrade");
  add("Upgrade", "websocket");
  add("Sec-WebSocket-Version", "13");
  add("Sec-WebSocket-Key", newWebSocketKey());
}

WebSocketOpening openWebSocket(const Url& url, const HttpRequest& request, const Recorder& recorder,
                               const Deadline& deadline) {
  HttpExchange exchange(Connection::open(url.endpoint, deadline), recorder);
  exchange.send(request.bytes(), request.method + " " + url.target, deadline);
  WebSocketOpening opening;
  opening.outcome = exchange.readHead(deadline);
  if (!opening.outcome.answered() || opening.outcome.answer.status != 101) {
    opening.outcome = exchange.readAnswer(deadline);
    opening.defect = opening.outcome.answered() ? "the handshake was answered " + opening.outcome.words()
                                                : opening.outcome.words();
    return opening;
  }
  exchange.recordHead();
  opening.defect =
      handshakeDefect(opening.outcome.answer, request.headers.find("Sec-WebSocket-Key").value_or(""),
                      request.headers.find("Sec-WebSocket-Protocol").value_or(""));
  opening.rest = exchange.reader().takeRest();
  opening.connection = exchange.takeConnection();
  return opening;
}

}  // namespace cast::conformance
