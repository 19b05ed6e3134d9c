#include "endpoint/body.hpp"
#include "endpoint/services.hpp"

namespace cast::hub {

Answer postEvent(Services& services, const Call& call) {
  auto body = readBody(call.request);
  if (auto* rejection = std::get_if<Rejection>(&body)) return *rejection;
  const auto& event = std::get<JsonObject>(body);
  auto published = services.hub.publish(event, *call.identity, nullptr);
  if (auto* rejection = std::get_if<Rejection>(&published)) return *rejection;
  const auto& done = std::get<Sessions::Published>(published);
  return jsonResponse(202, "{\"eventId\":" + jsonString(done.eventId) +
                               ",\"sessionId\":" + std::string(event.find("sessionId")->text) +
                               (done.duplicate ? ",\"duplicate\":true}" : "}"));
}

}  // namespace cast::hub
